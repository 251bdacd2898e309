import { describe, expect, it } from 'vitest'
import { rejectedLines } from '../../src/commands/collect.ts'
import { digest } from '../../src/facts/external-id.ts'
import { revisionKey } from '../../src/facts/snapshot.ts'
import { evaluate } from '../../src/rules/evaluate.ts'
import { account, say } from './account.ts'
import { named, person, type Story } from './story.ts'

const COUNT = 'version: 1\nreviews: count\n'
const TOO_HARD = '['.repeat(2000)

function approve(told: Story, who: string, text: string): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
}

const notCounted = (told: Story) =>
  told.rfc().notCounted.map(({ who, what, why }) => `@${who} ${what}: ${why}`)

describe('C5: a comment that somebody else edited', () => {
  const EDITED =
    'This comment by @ada was edited by @mallory, so it does not count, and neither does what @ada let go of before. It counts again when @ada says it in a new comment.'

  it('says nothing that lets go, and is not listed as said; what it held stays', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?\n/heard\n/status')
    told.edit(said, 'mallory', '/object who pays?\n/heard\n/status!')
    expect(account(told)).toEqual(['objection', '@ada objecting', '#1 of @ada open: who pays?'])
    expect(notCounted(told)).toEqual([`@ada : ${EDITED}`])
    expect(told.rfc().accepted).toHaveLength(1)
    const other = told.say('ada', '/commit\n/status')
    told.edit(other, 'mallory', '/commit')
    expect(notCounted(told)).toEqual([`@ada : ${EDITED}`, `@ada : ${EDITED}`])
    expect(told.rfc().accepted).toHaveLength(1)
  })

  it('is an approval still, where those count, if it says no command at all', () => {
    const told = named(['ada'], { config: COUNT })
    const said = approve(told, 'ada', 'lokos good')
    told.edit(said, 'mallory', 'looks good')
    expect([account(told), told.rejections()]).toEqual([['committed', '@ada committed'], []])
    told.config = undefined
    expect(account(told)).toEqual(['waiting', '@ada silent'])
  })

  it.each([
    [`${TOO_HARD}\n/object no`, `${TOO_HARD}\n/object no!`, 1],
    [TOO_HARD, `${TOO_HARD}!`, 0],
  ])('is looked at as far as it can be read', (text, other, answers) => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', text)
    told.edit(said, 'mallory', other)
    expect([told.position('ada'), told.rejections().length]).toEqual([
      answers === 0 ? 'committed' : 'silent',
      answers,
    ])
  })

  it('may have been a command where GitHub does not show what it said', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', 'one')
    told.edit(said, 'ada', null)
    told.edit(said, 'ada', 'two')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
  })

  it('or whose history cannot be read may have let go of anything, so what was let go of before is void', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.say('ada', 'a thought', { revisions: null })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(notCounted(told)).toEqual([
      '@ada /commit: A comment by @ada was edited by somebody GitHub does not name later, so what was let go of before does not count; it counts again when @ada says it again.',
      '@ada : Not every edit of this comment by @ada can be read, so it does not count. It counts again when @ada says it in a new comment.',
    ])
  })

  it('or whose history cannot be read objects, if it reads so', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?', { revisions: null })
    expect(account(told)).toEqual(['objection', '@ada objecting', '#1 of @ada open: who pays?'])
  })

  it('objects since its writer said so, not since they mended words around it: a release stands', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/object who pays?\n\nteh budget is empty')
    told.say('margaret', '/release @ada she left')
    told.edit(said, 'ada', '/object who pays?\n\nthe budget is empty')
    told.edit(said, 'mallory', 'nothing')
    expect(account(told)).toMatchObject(['waiting', '@ada released', '@linus silent', /set aside/])
  })

  it('has added whom it added when it first said so: a release after it stands', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/add @grace')
    told.say('margaret', '/release @grace she left')
    told.edit(said, 'ada', '/add @grace\n/add @linus')
    told.edit(said, 'mallory', 'nothing')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released', '@linus silent'])
  })
})

describe('C3, C5: /add and /delegate in a comment that its writer edited', () => {
  it('adds each list of names once, when it first stood there', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/add @grace')
    told.say('margaret', '/release @grace she left')
    told.edit(said, 'ada', '/add @grace\n\nplease')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released'])
    told.edit(said, 'ada', '/add @linus')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released', '@linus silent'])
  })

  it.each([
    ['/delegate @eve', ['@ada recused, for @eve', '@eve silent', '@grace silent']],
    ['/object @grace knows better', ['@ada objecting', '@grace silent']],
    ['/delegate @grace gladly', ['@ada recused, for @grace', '@grace silent']],
  ])('keeps whom it brought in, when it comes to say %s', (text, people) => {
    const told = named(['ada'])
    const said = told.say('ada', '/delegate @grace')
    told.edit(said, 'ada', text)
    expect(account(told).slice(1, 1 + people.length)).toEqual(people)
  })

  it('counts from when a review was sent, though it was begun before', () => {
    const told = named(['ada'])
    const begun = told.now()
    told.wait(60)
    told.say('grace', '/commit')
    told.say('ada', '/add @grace', {
      on: 'review',
      review: { state: 'commented', commit: told.facts.commits[0] as string, isDismissed: false },
      revisions: [{ at: begun, editor: person('ada'), text: '/add @grace' }],
    })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })
})

describe('C7: an approving review whose words say a commitment, too', () => {
  it.each<[string, string, readonly RegExp[]]>([
    ['/commit gladly', 'committed', []],
    ['/disagree-commit too slow', 'dissenting', []],
    ['/commit @linus', 'silent', [/you can only speak for yourself/]],
    ['/disagree-commit', 'silent', [/needs its reason/]],
    ['/align', 'committed, aligned', []],
  ])('counts as its words say: %s', (text, ada, rejections) => {
    const told = named(['ada'], { config: COUNT })
    approve(told, 'ada', text)
    expect(account(told)[1]).toBe(`@ada ${ada}`)
    expect(told.rejections()).toEqual(rejections.map((why) => expect.stringMatching(why)))
  })
})

describe('C0, C4: a comment that is too hard to read', () => {
  it('ends what its writer let go of, if a line of it may hold, and closes nothing', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /commit', `ada: ${TOO_HARD}\n/object no`)
    say(told, 'linus: /recuse on leave', `linus: ${TOO_HARD}\n/object no`)
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus recused'])
  })

  it('ends nothing, if no line of it may hold', () => {
    const told = named(['ada'])
    say(told, 'ada: /commit', `ada: ${TOO_HARD}\n/heard`)
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('or that nobody could read at all is taken for the same, and its writer is told (V6)', () => {
    const told = named(['ada'])
    say(told, 'ada: /commit', 'ada: a thought')
    const texts = told.texts()
    const post = new Map([...texts.post].filter(([text]) => text !== 'a thought'))
    const verdict = evaluate(told.snapshot(), { ...texts, post })
    expect(
      'rows' in verdict && [verdict.rows[0]?.position, verdict.rejections.map(({ why }) => why)],
    ).toEqual(['silent', ['It could not be read. Say it in a new comment of its own, one command a line.']])
  })
})

describe('C0: what is remembered of what was refused', () => {
  it('is each line that was refused by itself: not what is asked for beside what counts, nor whole comments', () => {
    const told = named(['ada', 'linus'])
    say(told, 'ada: /heard\n/disagree-commit', 'linus: /object', 'eve: /commit gladly\nand soon')
    told.say('linus', '/commit', { on: 'line' })
    const [ada = '', , eve = ''] = told.facts.posts.map(revisionKey)
    expect(rejectedLines(told.rfc().rejections)).toEqual(
      new Map([
        [ada, [digest('heard '), digest('disagree-commit ')]],
        [eve, [digest('commit gladly')]],
      ]),
    )
  })
})
