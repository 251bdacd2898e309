import { describe, expect, it } from 'vitest'
import { rfc } from '../rfc-text.ts'
import { account, say, sayAtOnce } from './account.ts'
import { deletedLine } from './deleted-line.ts'
import { FILE, named, person, type Story, story } from './story.ts'

const STAYS_SO = 'This was refused when it was said, and stays so. Say it again in a new comment of its own.'

/** A comment that adds or delegates, which its writer deletes once it was seen. */
function saidAndGone(told: Story, who: string, text: string): void {
  const said = told.say(who, text)
  told.visit()
  told.remove(said, who)
}

describe('P1: what is said in one second', () => {
  it.each([
    ['/object who pays?', '/commit', 'objection', 'objecting'],
    ['/commit', '/object who pays?', 'objection', 'objecting'],
    ['/withdraw', '/commit', 'waiting', 'silent'],
  ])('ends with what holds, whichever came first: %s, %s', (first, second, state, position) => {
    const told = named(['ada'])
    told.say('ada', first)
    sayAtOnce(told, 'ada', second)
    expect(account(told).slice(0, 2)).toEqual([state, `@ada ${position}`])
  })

  it('ends, of what holds alike, with the later id, in whatever order GitHub lists them', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/object who pays?')
    sayAtOnce(told, 'ada', '/object who is on call?')
    const expected = [
      'objection',
      '@ada objecting',
      '@linus silent',
      '#1 of @ada open: who pays?',
      '#2 of @ada open: who is on call?',
    ]
    expect(account(told)).toEqual(expected)
    told.facts.posts.reverse()
    expect(account(told)).toEqual(expected)
  })

  it('is not yet named by an /add of that second, nor by a /delegate that was edited in then (C0)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/add @grace')
    sayAtOnce(told, 'grace', '/commit')
    const thought = told.say('linus', 'let me think')
    told.edit(thought, 'linus', '/delegate @eve')
    sayAtOnce(told, 'eve', '/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus recused, for @eve',
      '@grace silent',
      '@eve silent',
    ])
    expect(told.rejections()).toEqual([
      expect.stringMatching(/^@grace was not named/),
      expect.stringMatching(/^@eve was not named/),
    ])
  })

  it('releases nobody whom an /add that is gone brought in then, for adding holds (C0, C3)', () => {
    const told = named(['ada'])
    saidAndGone(told, 'ada', '/add @grace')
    told.wait(-60)
    sayAtOnce(told, 'margaret', '/release @grace she left')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace silent'])
  })
})

describe('C6: comments that somebody else deleted', () => {
  it('silence in order of time, whether GitHub or our note tells of them', () => {
    const told = named(['ada', 'linus'])
    deletedLine(told, 'ada')
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
  })

  it('silence each until their next word, not until somebody else’s', () => {
    const told = named(['ada', 'linus'])
    told.remove(told.say('ada', 'a thought'), 'mallory')
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
    told.say('linus', '/disagree-commit too slow')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus dissenting'])
  })

  it('silence nobody who is named by nothing', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    told.remove(told.say('eve', 'a thought'), 'mallory')
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('end the release of their writer, for they may have said something that ends it (C3)', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.say('margaret', '/release @linus he left')
    told.remove(told.say('linus', 'goodbye'), 'mallory')
    expect(account(told)).toEqual(['waiting', '@ada committed', '@linus silent'])
    told.say('margaret', '/release @linus he left, and only said goodbye')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus released'])
  })

  it.each([
    ['himself', ['ada', 'linus'], '@linus silent'],
    ['a team of his', ['ada', 'acme/ops'], '@acme/ops committed, 1 of 1'],
  ])('silence a writer whom the text names only later: %s (P5)', (_, names, row) => {
    const told = named(['ada'])
    told.team('ops', ['linus', 'grace'])
    told.say('ada', '/commit')
    told.remove(told.say('linus', '/object who pays?'), 'mallory')
    told.push({ [FILE]: rfc(names) })
    told.say('grace', '/commit')
    expect(account(told)).toEqual(expect.arrayContaining(['waiting', '@linus silent', row]))
  })

  it('wait no more for whom a maintainer releases afterwards', () => {
    const told = named(['ada', 'linus'])
    told.say('ada', '/commit')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    told.say('margaret', '/release @linus he left')
    expect(account(told)).toEqual(['committed', '@ada committed', '@linus released'])
  })

  it('are not made good by what their writer said in that very second', () => {
    const told = named(['acme/sre'])
    const thought = told.say('ada', 'a thought')
    told.remove(thought, 'mallory')
    sayAtOnce(told, 'ada', '/add @grace')
    say(told, 'linus: /commit', 'grace: /commit')
    expect(account(told)).toEqual([
      'waiting',
      '@grace committed',
      '@ada silent',
      '@acme/sre committed, 1 of 1',
    ])
  })

  it('are made good by an approving review, where those count (C7)', () => {
    const told = named(['ada'], { config: 'version: 1\nreviews: count\n' })
    told.remove(told.say('ada', 'a thought'), 'mallory')
    const review = { state: 'approved', commit: told.facts.commits[0] ?? null, isDismissed: false } as const
    told.say('ada', '', { on: 'review', review })
    expect(account(told)).toEqual(['committed', '@ada committed'])
  })

  it('void a /delegate, but whom it brought in stays in; a void /release releases nobody (C3)', () => {
    const told = named(['ada', 'linus', 'margaret'])
    say(told, 'linus: /delegate @grace', 'margaret: /release @eve she left')
    told.remove(told.say('linus', 'a thought'), 'mallory')
    told.remove(told.say('margaret', 'a thought'), 'mallory')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus silent',
      '@margaret silent',
      '@grace silent',
    ])
    expect(told.rejections()).toEqual([])
    expect(told.rfc().notCounted).toEqual([
      {
        who: 'linus',
        what: '/delegate',
        why: 'A comment by @linus was deleted by @mallory later, so what was let go of before does not count; it counts again when @linus says it again.',
        url: told.facts.posts[0]?.url,
      },
      {
        who: 'margaret',
        what: '/release',
        why: 'A comment by @margaret was deleted by @mallory later, so what was let go of before does not count; it counts again when @margaret says it again.',
        url: told.facts.posts[1]?.url,
      },
    ])
  })

  it('void what our note of them tells, in the same words', () => {
    const told = named(['ada'])
    told.say('ada', '/commit')
    deletedLine(told, 'ada')
    expect(told.rfc().notCounted.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      '/commit: A comment by @ada was deleted by somebody GitHub does not name later, so what was let go of before does not count; it counts again when @ada says it again.',
    ])
  })
})

describe('C4, C5: whoever edits a comment after one of theirs was deleted waits for an answer', () => {
  const TOO_OLD = /^What lets go counts from when a comment was first posted/

  it.each<[string, (told: Story, id: string) => void, 'answered' | 'only told in the check']>([
    ['before it', (told, id) => edited(told, id, 'before'), 'only told in the check'],
    ['in the very second', (told, id) => edited(told, id, 'at once'), 'only told in the check'],
    ['after it', (told, id) => edited(told, id, 'after'), 'answered'],
    [
      'before and after it',
      (told, id) => {
        told.edit(id, 'ada', '/commit soon')
        edited(told, id, 'after')
      },
      'answered',
    ],
  ])('edited %s', (_, act, how) => {
    const told = named(['ada'])
    act(told, told.say('ada', '/commit'))
    expect(account(told)).toEqual(['waiting', '@ada silent'])
    expect(told.rejections()).toEqual(how === 'answered' ? [expect.stringMatching(TOO_OLD)] : [])
    expect(told.rfc().notCounted).toHaveLength(1)
  })

  function edited(told: Story, id: string, when: 'before' | 'at once' | 'after'): void {
    if (when === 'before') told.edit(id, 'ada', '/commit gladly')
    told.remove(told.say('ada', 'a thought'), 'mallory')
    if (when === 'at once') told.wait(-60)
    if (when !== 'before') told.edit(id, 'ada', '/commit gladly')
  }
})

describe('C3: those whose /add or /delegate can no longer be read come in when it was said', () => {
  it('one who was delegated to before somebody else was added', () => {
    const told = named(['ada', 'linus'])
    const delegated = told.say('linus', '/delegate @grace')
    told.edit(delegated, 'linus', 'never mind')
    told.say('grace', '/commit')
    saidAndGone(told, 'ada', '/add @eve')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus silent',
      '@grace committed',
      '@eve silent',
    ])
  })

  it('one who was added before somebody else was delegated to', () => {
    const told = named(['ada', 'linus'])
    saidAndGone(told, 'ada', '/add @grace')
    told.say('grace', '/commit')
    const delegated = told.say('linus', '/delegate @eve')
    told.edit(delegated, 'linus', 'never mind')
    expect(account(told)).toEqual([
      'waiting',
      '@ada silent',
      '@linus silent',
      '@grace committed',
      '@eve silent',
    ])
  })
})

describe('C3: an /add that GitHub showed late, and that is gone since', () => {
  it('brings its person in when it was said, before somebody whom we noted sooner', () => {
    const told = named(['ada'])
    const late = [told.say('ada', '/add @grace'), told.say('grace', '/commit')]
    const seen = told.say('ada', '/add @eve')
    const all = told.facts.posts
    told.facts.posts = all.filter(({ id }) => id === seen)
    told.visit()
    told.facts.posts = all
    told.visit()
    told.facts.posts = all.filter(({ id }) => id === late[1])
    expect(account(told)).toEqual(['waiting', '@ada silent', '@grace committed', '@eve silent'])
  })
})

describe('C0: what was refused stays so, though it would be accepted now and the store lost what it knew', () => {
  it.each(['/align\n/commit', '/heard\n/commit'])(
    'a commitment from before the configuration named its writer (S2): %j',
    (text) => {
      const told = named(['linus'], { config: 'version: 1\n' })
      told.say('ada', text)
      told.visit()
      told.facts.rejectedLines = new Map()
      told.config = 'version: 1\nstakeholders: { always: ["@ada"] }\n'
      expect(account(told)).toEqual(['waiting', '@linus silent', '@ada silent'])
      expect(told.rejections()).toEqual([STAYS_SO, STAYS_SO])
    },
  )

  it.each(['the store', 'our mark'])('an /add by somebody who became a maintainer since: %s', (proof) => {
    const told = named(['ada'])
    told.say('eve', '/add @linus')
    told.visit()
    if (proof === 'our mark') told.facts.rejectedLines = new Map()
    told.roles.set('eve', 'maintain')
    expect([account(told), told.rejections()]).toEqual([['waiting', '@ada silent'], [STAYS_SO]])
    told.say('eve', '/add @linus')
    expect(account(told)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })

  it('which says of a hold in the same comment nothing: an /add counts once its person is on GitHub', () => {
    const told = named(['ada'])
    told.say('author', '/add @zed\n/commit')
    told.visit()
    told.facts.rejectedLines = new Map()
    told.people.set('zed', { kind: 'found', person: person('zed'), canRead: true })
    expect(account(told)).toEqual(['waiting', '@ada silent', '@zed silent'])
    expect(told.rejections()).toEqual([expect.stringMatching(/^@author was not named/)])
  })
})

describe('C0, S3: words that rest on who is a member of a team now', () => {
  it('count for a team that was added in a comment, though not beside one that is refused', () => {
    const told = named(['grace'])
    say(told, 'grace: /add @acme/sre', 'ada: /align\n/heard\n/commit', 'eve: /commit')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre waiting, 0 of 1'])
    expect(told.rejections()).toEqual([
      STAYS_SO,
      STAYS_SO,
      STAYS_SO,
      expect.stringMatching(/^@eve was not named/),
    ])
    say(told, 'ada: /commit', 'ada: /delegate @eve')
    expect(account(told)).toEqual(['waiting', '@grace silent', '@acme/sre committed, 1 of 1'])
    expect(told.rejections().at(-1)).toMatch(/^A member of a team has no place of their own/)
  })

  it('count beside one that is refused where their writer is named for themself, too', () => {
    const told = named(['ada', 'linus'])
    say(told, 'linus: /add @acme/sre', 'ada: /align\n/heard\n/commit')
    expect(account(told)).toEqual([
      'waiting',
      '@ada committed, aligned',
      '@linus silent',
      '@acme/sre committed, 1 of 1',
    ])
    expect(told.rejections()).toEqual([expect.stringMatching(/^There is no open objection by @ada/)])
  })

  it('leave nobody in doubt who are strangers, whoever else was added', () => {
    const told = story()
    told.push({ [FILE]: rfc(['ada']) })
    say(told, 'ada: /add @grace', 'eve: /commit')
    expect(told.rejections()).toEqual([expect.stringMatching(/^@eve was not named/)])
  })
})
