import { describe, expect, it } from 'vitest'
import { stickyOf } from '../../src/report/comment.ts'
import { repliesOf } from '../../src/report/replies.ts'
import { titleOf } from '../../src/report/title.ts'
import { rfc } from '../rfc-text.ts'
import { account } from './account.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const comment = (told: Story) =>
  stickyOf(told.rfc(), 'https://github.test/acme/rfcs').replaceAll('\u2060', '')
const replies = (told: Story) => repliesOf(told.rfc(), told.now(), person('author')).map(({ body }) => body)

describe('/answer', () => {
  it('is shown beside the objection, and changes no verdict', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    told.say('author', '/answer #1 the platform budget, see Rollout')
    expect(told.rfc().state).toBe('objection')
    expect(comment(told)).toMatch(/#1\].*who pays\?.*answered by the author: \*the platform budget/)
  })

  it('leaves those first that wait for one', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    told.say('linus', '/object who is on call?')
    told.say('author', '/answer #1 the platform budget')
    expect(comment(told).indexOf('#2]')).toBeLessThan(comment(told).indexOf('#1]'))
  })

  it.each([
    ['ada', '/answer #1 nobody', /is the author’s written answer/],
    ['author', '/answer', /needs the number of an objection, one of #1/],
    ['author', '/answer #7 nobody', /one of #1/],
    ['author', '/answer #1', /needs its text/],
  ])('says what would work when @%s says %s', (who, text, why) => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    told.say(who, text)
    expect(told.rejections()).toEqual([expect.stringMatching(why)])
  })
})

describe('an objection', () => {
  it('is told to the author once, by name, and settled when it closes', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?')
    expect(replies(told)).toEqual([expect.stringMatching(/@author, this is objection #\u20601\./)])
    told.say('ada', '/heard')
    expect(replies(told)).toEqual([])
  })

  it('from a draft blocks when the head that named its raiser is gone from GitHub (P5)', () => {
    const told = story({ draft: true })
    const first = told.push({ [FILE]: rfc(['ada', 'linus']) })
    told.say('linus', '/object who pays?')
    told.visit()
    told.forcePush([told.commit({ [FILE]: rfc(['ada']) })], { announced: true })
    told.visit()
    told.draft('ready')
    told.say('ada', '/commit')
    const changesAt = new Map(told.snapshot().changesAt)
    changesAt.set(first, { kind: 'unreadable', why: 'gone', isGone: true })
    expect(told.judge({ changesAt }).state).toBe('objection')
  })

  it('keeps its number when somebody deletes an earlier one, so /heard and /answer mean the same one still', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    const noise = told.say('eve', '/object noise')
    told.say('ada', '/object who pays?\n/object who is on call?')
    told.visit()
    told.say('ada', '/heard #2')
    told.say('author', '/answer #3 the platform team is')
    told.remove(noise, 'eve')
    expect(told.rfc().objections).toMatchObject([
      { number: 2, state: 'heard', answers: [] },
      { number: 3, state: 'open', answers: [{ text: 'the platform team is' }] },
    ])
    told.say('linus', '/object and the nights?')
    expect(told.rfc().objections.at(-1)).toMatchObject({ number: 4 })
  })

  it('of the author needs nobody to tell them', () => {
    const told = named(['ada'])
    told.say('author', '/object I found a flaw')
    expect(replies(told)).toEqual([])
  })
})

describe('the dissent of /disagree-commit', () => {
  it('stands in the final record as it was said, however long it is', () => {
    const told = named(['ada'])
    const why = `the rollback takes a day,\nand ${'nobody has tried it '.repeat(20)}yet`
    told.say('ada', `/disagree-commit ${why}`)
    expect(told.rfc().state).toBe('committed')
    for (const line of why.split('\n')) expect(comment(told)).toContain(`> ${line}`)
  })
})

describe('P3: the problem first', () => {
  const FIRST = 'version: 1\nalignment:\n  first: true\n'
  const about = (problem: string) => rfc(['ada', 'linus']).replace(/(## Problem\n\n).*/, `$1${problem}`)

  function first() {
    const told = story({ config: FIRST })
    told.push({ [FILE]: about('Invoices are late.') })
    return told
  }

  it('counts no commitment before everybody shares it, then those made before, too', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('ada', '/commit')
    expect([told.position('ada'), told.rfc().stillToAlign]).toEqual(['committed', ['@linus']])
    told.say('linus', '/commit')
    expect([told.rfc().state, titleOf(told.rfc())]).toEqual([
      'waiting',
      'Waiting for @linus to align on the problem',
    ])
    told.say('linus', '/align')
    expect([told.rfc().state, told.rejections()]).toEqual(['committed', []])
  })

  it('takes a /disagree-commit about the problem as it stands for a word about it', () => {
    const told = first()
    told.say('ada', '/align\n/commit')
    told.say('linus', '/misalign it is not late')
    told.say('linus', '/disagree-commit it is not late')
    expect([told.rfc().stillToAlign, told.rfc().state]).toEqual([[], 'committed'])
    told.say('linus', '/withdraw')
    expect([told.rfc().stillToAlign, told.rfc().state]).toEqual([['@linus'], 'waiting'])
  })

  it('asks again when the Problem section changed, and only then (F3)', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/align')
    told.push({ [FILE]: `${about('Invoices are late.')}\nOne more word on the rollout.\n` })
    expect(told.rfc().sharing).toEqual({ of: 2, share: 2, differ: 0, committed: 0 })
    told.push({ [FILE]: about('Invoices are late by a day.') })
    expect(told.rfc().sharing).toEqual({ of: 2, share: 0, differ: 0, committed: 0 })
    expect(told.rfc().stillToAlign).toEqual(['@ada', '@linus'])
  })

  it('keeps a commitment when somebody is added afterwards (F5)', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/align')
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    told.push({ [FILE]: about('Invoices are late.').replace('- @linus', '- @linus\n- @grace') })
    expect([told.position('ada'), told.position('grace'), told.rfc().state]).toEqual([
      'committed',
      'silent',
      'waiting',
    ])
  })

  it('does not wait for those who stepped out', () => {
    const told = first()
    told.say('ada', '/align')
    told.say('linus', '/recuse on leave')
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('is counted as said: who only commits did not say', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('linus', '/align')
    expect(told.rfc().sharing).toMatchObject({ of: 2, share: 1, committed: 1 })
  })

  it('leaves a different reading on record as dissent that no longer blocks', () => {
    const told = named(['ada'])
    told.say('ada', '/misalign it is a data problem')
    told.say('ada', '/disagree-commit it is a data problem')
    expect(account(told)).toEqual(['committed', '@ada dissenting, misaligned'])
    told.say('ada', '/commit')
    expect(account(told)).toEqual(['committed', '@ada committed'])
    told.say('ada', '/misalign it is still a data problem')
    expect(told.rfc().state).toBe('misalignment')
  })
})

describe('C7: an approving review', () => {
  const approve = (told: Story, how: { isDismissed?: boolean; text?: string } = {}) =>
    told.say('ada', how.text ?? '', {
      on: 'review',
      review: {
        state: 'approved',
        commit: told.facts.commits.at(-1) as string,
        isDismissed: how.isDismissed ?? false,
      },
    })
  const COUNT = 'version: 1\nreviews: count\n'

  it('is no commitment, and its first is answered with the command for one', () => {
    const told = named(['ada'])
    approve(told)
    approve(told)
    expect(told.rfc().state).toBe('waiting')
    expect(replies(told)).toEqual([expect.stringMatching(/To commit, comment `\/commit`/)])
    told.say('ada', '/commit')
    expect(replies(told)).toEqual([])
  })

  it('is a commitment to the commit GitHub records, where the configuration says so', () => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['ada']) })
    approve(told)
    expect(told.rfc().state).toBe('committed')
    told.push({ [FILE]: rfc(['ada'], 'Bill from something else.') })
    expect(told.position('ada')).toBe('stale')
  })

  it.each([
    [{ isDismissed: true }, 'silent'],
    [{ text: '/object who pays?' }, 'objecting'],
    [{ text: '/objct who pays?' }, 'silent'],
  ] as const)('does not count with %j', (how, position) => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['ada']) })
    approve(told, how)
    expect(told.position('ada')).toBe(position)
  })

  it.each(['hint', 'count'] as const)('does not come to count later, given under %s', (before) => {
    const told = story({ config: `version: 1\nreviews: ${before}\n` })
    told.push({ [FILE]: rfc(before === 'hint' ? ['ada'] : ['linus']) })
    approve(told)
    told.visit()
    told.config = 'version: 1\nreviews: count\nstakeholders: { always: ["@ada"] }\n'
    expect(told.position('ada')).toBe('silent')
    approve(told)
    expect(told.position('ada')).toBe('committed')
  })

  it('of somebody nobody named is left alone', () => {
    const told = story({ config: COUNT })
    told.push({ [FILE]: rfc(['linus']) })
    approve(told)
    expect(told.rejections()).toEqual([])
  })
})

describe('F6: the base moved on', () => {
  it('fails while the RFC itself changed there, and says what to do', () => {
    const text = rfc(['ada'])
    const told = story({ base: { [FILE]: 'The old text.\n', 'README.md': 'Acme' } })
    told.push({ [FILE]: text })
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
    told.facts.baseNow = { [FILE]: 'Another text.\n', 'README.md': 'Acme' }
    expect(told.rfc().problems).toMatchObject([{ message: expect.stringMatching(/Update the branch/) }])
  })

  it('fails when the base got a file of that name meanwhile', () => {
    const told = story({ base: { 'README.md': 'Acme' } })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.baseNow = { 'README.md': 'Acme', [FILE]: 'Somebody was faster.\n' }
    expect(told.rfc().state).toBe('needs fixing')
  })

  it('is nobody’s business where only other files changed', () => {
    const told = story({ base: { 'README.md': 'Acme' } })
    told.push({ [FILE]: rfc(['ada']) })
    told.say('ada', '/commit')
    told.facts.baseNow = { 'README.md': 'Acme & Co' }
    expect(told.rfc().state).toBe('committed')
  })
})
