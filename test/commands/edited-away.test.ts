import { describe, expect, it } from 'vitest'
import type { Person } from '../../src/facts/person.ts'
import { rfc } from '../rfc-text.ts'
import { FILE, named, person, type Story, story } from '../rules/story.ts'
import { account, say } from '../rules/account.ts'

const COUNT = 'version: 1\nreviews: count\n'

const TOO_HARD = '['.repeat(2000)

function approve(told: Story, who: string, text: string): string {
  const commit = told.facts.commits.at(-1) ?? null
  return told.say(who, text, { on: 'review', review: { state: 'approved', commit, isDismissed: false } })
}

const SUSPENDED =
  "@ada /commit: A comment by @ada was later deleted by @mallory before it was seen, so consent in earlier comments by @ada doesn't count. @ada can post the commands again in a new comment."

const notCounted = (told: Story) =>
  told.rfc().notCounted.map(({ who, what, why }) => `@${who} ${what}: ${why}`)

// What GitHub shows no more, the ledger has where it was seen.

const PLAIN = 'version: 1\n'

const BROKEN = 'version: 1\nnonsense: 1\n'

describe('C5: a comment counts for its writer, not for its editor', () => {
  it('does not count a consent in a comment that somebody else edited', () => {
    const told = named()
    const id = told.say('ada', 'thinking about it')
    told.edit(id, 'mallory', '/commit')
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()[0]).toMatch(/^@mallory edited this comment/)
  })

  it('keeps what its writer consented to elsewhere when somebody else edits a comment of theirs', () => {
    const told = named()
    told.say('ada', '/commit')
    const other = told.say('ada', '/object who pays?')
    told.say('ada', '/commit')
    told.edit(other, 'mallory', 'all is well')
    expect(told.position('ada')).toBe('committed')
  })

  it('counts what its writer says after that edit', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, 'mallory', '/commit!')
    told.say('ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('keeps what it consented to before, as it was seen, though the edit is undone (A→M→A)', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.evaluate()
    told.edit(id, 'mallory', 'no')
    expect(told.position('ada')).toBe('committed')
    told.edit(id, 'ada', '/commit')
    expect(told.position('ada')).toBe('committed')
  })

  it('does not count a consent that was seen only after somebody else edited it, and answers it', () => {
    const told = named()
    told.evaluate()
    const id = told.say('ada', '/commit')
    told.edit(id, 'mallory', 'no')
    told.edit(id, 'ada', '/commit')
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()).toEqual([expect.stringMatching(/^@mallory edited this comment/)])
  })

  it('keeps the consent that an edit by an account GitHub does not name leaves alone, and no other', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.edit(id, null, '/commit gladly')
    expect(told.position('ada')).toBe('committed')
    told.edit(id, null, 'never mind')
    expect(told.position('ada')).toBe('silent')
  })

  it.each([
    ['a revision whose text is gone', (told: Story, id: string) => told.edit(id, 'ada', null)],
    [
      'a history that cannot be read',
      (told: Story) => {
        told.facts.posts = told.facts.posts.map((post) => ({ ...post, revisions: null }))
      },
    ],
  ])('does not count a comment with %s', (_, tamper) => {
    const told = named()
    tamper(told, told.say('ada', '/commit'))
    expect(told.position('ada')).toBe('silent')
  })

  it('keeps an objection that somebody else edited away', () => {
    const told = named()
    const id = told.say('linus', '/object who pays?')
    told.edit(id, 'mallory', 'nothing')
    expect(told.position('linus')).toBe('objecting')
  })

  it('ignores the edit of a comment without commands', () => {
    const told = named()
    told.say('ada', '/commit')
    const id = told.say('ada', 'a tpyo')
    told.edit(id, 'mallory', 'a typo')
    expect(told.position('ada')).toBe('committed')
  })

  it('counts a consent that its writer edits in as of the first posting', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada'], 'one') })
    const id = told.say('ada', 'reading')
    told.push({ [FILE]: rfc(['ada'], 'two') })
    told.edit(id, 'ada', '/commit')
    expect(told.position('ada')).toBe('stale')
  })

  it('counts a block that its writer edits in as of the edit', () => {
    const told = named()
    const id = told.say('ada', 'reading')
    told.say('ada', '/commit')
    told.edit(id, 'ada', '/object who pays?')
    expect(told.position('ada')).toBe('objecting')
  })

  it('does not renew an objection when its writer edits the words around it', () => {
    const told = named()
    const id = told.say('ada', '/object who pays?\n\nThe second rgion')
    told.say('ada', '/commit')
    told.edit(id, 'ada', '/object who pays?\n\nThe second region')
    expect(told.position('ada')).toBe('committed')
  })

  it('withdraws a statement when its writer deletes the comment (C6)', () => {
    const told = named()
    const id = told.say('ada', '/commit')
    told.remove(id)
    expect(told.position('ada')).toBe('silent')
  })

  it.each(['Bot', 'Organization', 'Mannequin'] as const)('counts no command of a %s', (type) => {
    const told = named()
    told.say('ada', '/commit', { author: person('ada', type) })
    expect(told.position('ada')).toBe('silent')
  })

  it('counts no consent of a deleted account', () => {
    const told = named()
    told.say('ada', '/commit', { author: null })
    expect(told.position('ada')).toBe('silent')
  })

  it('compares user ids, so a new owner of the old login does not count', () => {
    const told = named()
    told.say('ada', '/commit', { author: { ...person('ada'), id: 99 } })
    expect(told.position('ada')).toBe('silent')
  })
})

/** Lets somebody edit a commitment into a comment, whom GitHub shows by this id and login. */
function editAs(told: Story, id: string, editor: Person): void {
  told.edit(id, editor.login, '/commit gladly')
  told.facts.posts = told.facts.posts.map((post) => ({
    ...post,
    revisions: (post.revisions ?? []).map((revision, index) =>
      index === 1 ? { ...revision, editor } : revision,
    ),
  }))
}

describe('C5: people are compared by user id', () => {
  it('counts no consent that the new owner of its writer’s login edits in', () => {
    const told = named()
    const id = told.say('ada', 'let me read it')
    editAs(told, id, { ...person('ada'), id: 99 })
    expect(told.position('ada')).toBe('silent')
    expect(told.rejections()).toEqual([expect.stringMatching(/edited/)])
  })

  it('counts an edit by the writer under a new login as their own', () => {
    const told = named()
    const id = told.say('ada', 'let me read it')
    editAs(told, id, { ...person('ada'), login: 'ada-lovelace' })
    expect(told.position('ada')).toBe('committed')
  })

  it.each(['Bot', 'Organization', 'Mannequin'] as const)(
    'neither counts nor answers a comment of a %s',
    (type) => {
      const told = named()
      told.say('eve', '/object late', { author: person('eve', type) })
      told.say('eve', '/comit', { author: person('eve', type) })
      const { objections, rejections, accepted } = told.rfc()
      expect([objections, rejections, accepted]).toEqual([[], [], []])
    },
  )
})

describe('C5: a comment that somebody else edited', () => {
  const EDITED =
    '@mallory edited this comment by @ada, so nothing in it counts as consent except what was counted before. @ada can post it again in a new comment.'

  it('is listed in the verdict; what it said before stands, and what it says now is not listed', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?\n/heard\n/status')
    told.edit(said, 'mallory', '/object who pays?\n/heard\n/status!')
    expect(account(told)).toEqual(['objection', '@ada objecting', '#1 of @ada open: who pays?'])
    expect(notCounted(told)).toEqual([`@ada : ${EDITED}`])
    const other = told.say('ada', '/commit\n/status')
    told.edit(other, 'mallory', '/withdraw')
    expect(account(told).slice(0, 2)).toEqual(['committed', '@ada committed'])
    expect(notCounted(told)).toEqual([`@ada : ${EDITED}`, `@ada : ${EDITED}`])
  })

  it('still counts as an approval if approvals count and it has no command', () => {
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
  ])('is judged as far as its history can be read', (text, other, answers) => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', text)
    told.edit(said, 'mallory', other)
    expect([told.position('ada'), told.rejections().length]).toEqual([
      answers === 0 ? 'committed' : 'silent',
      answers,
    ])
  })

  it('may have been a command when GitHub does not show its text', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', 'one')
    told.edit(said, 'ada', null)
    told.edit(said, 'ada', 'two')
    expect(account(told)).toEqual(['waiting', '@ada silent'])
  })

  it('ends an earlier commitment when its history cannot be read (C0)', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.say('ada', 'a thought', { revisions: null })
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(notCounted(told)).toEqual([
      "@ada : The edit history of this comment by @ada can't be read, so nothing in it counts as consent, and neither does an earlier commitment. @ada can post it again in a new comment.",
    ])
  })

  it('still objects when its history cannot be read and its text objects', () => {
    const told = named(['ada'])
    told.say('ada', '/object who pays?', { revisions: null })
    expect(account(told)).toEqual(['objection', '@ada objecting', '#1 of @ada open: who pays?'])
  })

  it('objects as of its first posting, so a later release stays in effect', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/object who pays?\n\nteh budget is empty')
    told.say('margaret', '/release @ada she left')
    told.edit(said, 'ada', '/object who pays?\n\nthe budget is empty')
    told.edit(said, 'mallory', 'nothing')
    expect(account(told)).toMatchObject(['waiting', '@ada released', '@linus silent', /set aside/])
  })

  it('adds as of its first posting, so a later release stays in effect', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/add @grace')
    told.say('margaret', '/release @grace she left')
    told.edit(said, 'ada', '/add @grace\n/add @linus')
    told.edit(said, 'mallory', 'nothing')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace released', '@linus silent'])
  })
})

describe('C5: an edit by somebody else', () => {
  it('does not restore a /withdraw that its writer removed, so no objection closes', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/object who pays?')
    const said = told.say('ada', '/withdraw')
    told.edit(said, 'ada', 'no, my objection stands')
    told.say('linus', '/commit')
    told.edit(said, 'mallory', 'no, my objection stands.')
    expect(told.rfc().state).toBe('objection')
  })

  it('may have added a /withdraw when the history cannot be read, so no objection closes', () => {
    const told = named(['acme/sre'])
    told.say('ada', '/object who pays?')
    told.say('linus', '/commit')
    told.say('ada', '/withdraw', { revisions: null })
    expect(told.rfc().state).toBe('objection')
  })

  it('does not move an objection before the release of its raiser (P5)', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/commit')
    const said = told.say('ada', '/object who pays?')
    told.say('margaret', '/release @ada she is away')
    told.edit(said, 'ada', '/object I am back, and who pays for the second region?')
    told.edit(said, 'mallory', '/object I am back, and who pays for the second region??')
    expect([told.position('ada'), told.rfc().state]).toEqual(['objecting', 'objection'])
  })

  it('keeps both of two objections in one comment', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?\n/object who is on call?')
    told.edit(said, 'mallory', 'nothing')
    expect(told.rfc().objections.map(({ reason }) => reason)).toEqual(['who pays?', 'who is on call?'])
  })

  it('does not release somebody again who returned by /withdraw', () => {
    const told = named(['ada', 'linus'])
    told.say('linus', '/commit')
    told.say('margaret', '/release @ada she is away')
    const said = told.say('ada', '/withdraw')
    told.edit(said, 'mallory', 'nothing')
    expect([told.position('ada'), told.rfc().state]).toEqual(['silent', 'waiting'])
  })
})

describe('C6: what a comment ended', () => {
  it.each([
    ['/commit', '/commit'],
    ['/commit', '/add @linus'],
    ['/disagree-commit too slow', '/object who pays?'],
  ])('stays ended when its writer deletes it after somebody else edited it: %s, then %s', (first, second) => {
    const told = named(['ada'])
    told.say('ada', first)
    const said = told.say('ada', second)
    told.evaluate()
    told.edit(said, 'mallory', 'Fine with me')
    told.evaluate()
    told.remove(said, 'ada')
    expect(told.rfc().state).toBe('waiting')
    told.evaluate()
    told.say('ada', '/commit')
    told.say('linus', '/commit')
    expect(told.rfc().state).toBe('committed')
  })
})

describe('C5: a comment whose history cannot be read', () => {
  it('still ends an earlier commitment after its writer deletes it', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    const said = told.say('ada', 'a thought', { revisions: null })
    told.evaluate()
    told.remove(said, 'ada')
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('F4: the newest commitment, edited by somebody else and then deleted by its writer', () => {
  it.each([
    ['/commit', true],
    ['/commit', false],
    ['hello', true],
  ])('brings none back that was posted before, however its writer edits it: %s', (first, isSeen) => {
    const told = named(['ada'])
    const one = told.say('ada', first)
    const other = told.say('ada', '/commit')
    told.evaluate()
    told.edit(other, 'mallory', 'Fine')
    told.evaluate()
    told.edit(one, 'ada', '/commit\n\ngladly')
    if (isSeen) told.evaluate()
    told.remove(other, 'ada')
    expect(told.rfc().state).toBe('waiting')
    told.evaluate()
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('brings none back either when the configuration was broken meanwhile', () => {
    const told = named(['ada'], { config: PLAIN })
    told.say('ada', '/commit')
    const said = told.say('ada', '/commit')
    told.evaluate()
    told.config = BROKEN
    told.edit(said, 'mallory', 'Fine')
    told.evaluate()
    told.evaluate()
    told.remove(said, 'ada')
    told.evaluate()
    told.config = PLAIN
    expect(told.rfc().state).toBe('waiting')
  })
})

describe('C5: a comment that blocked before its edit', () => {
  it('does not consent by that edit, which counts as of the first posting', () => {
    const told = named(['ada'])
    const said = told.say('ada', '/object who pays?')
    told.edit(said, 'ada', '/commit')
    expect([account(told), told.rejections()]).toEqual([
      ['waiting', '@ada silent'],
      [
        "This comment said `/object` before it was edited, so `/commit` in it doesn't count. Post it in a new comment.",
      ],
    ])
    told.say('ada', '/commit')
    expect(told.rfc().state).toBe('committed')
  })

  it('does not repeat a command line that the edit left unchanged', () => {
    const told = named(['ada', 'linus'])
    const said = told.say('ada', '/object who pays?')
    say(told, 'ada: /heard', 'ada: /commit')
    told.edit(said, 'ada', '/object who pays?\n/add @grace')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed',
      '@linus silent',
      '@grace silent',
      '#1 of @ada heard: who pays?',
    ])
  })
})

describe('C6: an edited comment of somebody whose other comment was deleted unseen is listed as not counted', () => {
  it.each<[string, (told: Story, id: string) => void]>([
    ['before it', (told, id) => edited(told, id, 'before')],
    ['in the very second', (told, id) => edited(told, id, 'at once')],
    ['after it', (told, id) => edited(told, id, 'after')],
    [
      'before and after it',
      (told, id) => {
        told.edit(id, 'ada', '/commit soon')
        edited(told, id, 'after')
      },
    ],
  ])('when it was edited %s', (_, act) => {
    const told = named(['ada'])
    act(told, told.say('ada', '/commit'))
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(notCounted(told)).toEqual([SUSPENDED])
    expect(told.rejections().map((why) => `@ada /commit: ${why}`)).toEqual([SUSPENDED])
  })

  function edited(told: Story, id: string, when: 'before' | 'at once' | 'after'): void {
    if (when === 'before') told.edit(id, 'ada', '/commit gladly')
    told.remove(told.say('ada', 'a thought'), 'mallory')
    if (when === 'at once') told.wait(-60)
    if (when !== 'before') told.edit(id, 'ada', '/commit gladly')
  }
})

describe('C6: a comment that is edited into a command after another of its writer’s was deleted unseen', () => {
  it('is listed as not counted, because it keeps the time of its first posting (C5)', () => {
    const told = named(['ada'])
    const second = told.say('ada', 'two')
    told.remove(told.say('ada', 'three'), 'mallory')
    told.edit(second, 'ada', '/commit')
    expect([told.rfc().state, notCounted(told)]).toEqual(['waiting', [SUSPENDED]])
  })
})
