import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { historyOf, historyTexts } from '../../src/report/history.ts'
import { arrived } from '../ledger/drawn-entries.ts'
import {
  ADA,
  AUTHOR,
  command,
  edit,
  EVE,
  GRACE,
  head,
  header,
  ledgerOf,
  LINUS,
  MALLORY,
  person,
  post,
  removal,
  SECRET,
  sight,
  SRE,
  team,
  text,
  time,
  tip,
} from '../ledger/told.ts'

// The opening: head `a`, announced in second 2, names Ada, Linus and @acme/sre (2).

const LOGINS = new Map<number, string>([
  [AUTHOR, 'margaret'],
  [ADA, 'ada'],
  [LINUS, 'linus'],
  [GRACE, 'grace'],
  [EVE, 'eve'],
])

function linesOf(...entries: readonly Entry[]) {
  return historyOf(ledgerOf(...entries), (id) => LOGINS.get(id) ?? null)
}

/** The lines after the opening. */
function told(...entries: readonly Entry[]): readonly string[] {
  return linesOf(...entries)
    .slice(2)
    .map((line) => line.text)
}

const MARCH = { at: time(0), seen: time(0), from: 'read' } as const

describe('L5: the history in words', () => {
  it('begins with the record and the first text', () => {
    expect(historyTexts(linesOf())).toEqual([
      '2 Mar 00:00 the record of this RFC begins',
      '2 Mar 00:00 commitments are now about aaaaaaa',
    ])
  })

  it('tells of an objection its number and the text it is about', () => {
    const objection = post(31 * 60, LINUS, ['object'])
    expect(historyTexts(linesOf(objection)).at(-1)).toBe('2 Mar 00:31 @linus objected (#1), about aaaaaaa')
  })

  it('has the year of lines that are not of the newest year', () => {
    const days = 86_400
    const texts = historyTexts(linesOf(post(5, ADA, ['object']), post(365 * days, ADA, ['heard'])))
    expect(texts.slice(-2)).toEqual([
      '2 Mar 2026 00:00 @ada objected (#1), about aaaaaaa',
      '2 Mar 00:00 @ada marked #1 as heard',
    ])
  })

  it('links a post as long as it is there', () => {
    const [kept, gone] = [post(5, ADA, ['object']), post(6, LINUS, ['object'])]
    const lines = linesOf(kept, gone, removal(7, gone, EVE)).slice(2)
    expect(lines.map((line) => line.post)).toEqual([kept.post, null, null])
  })

  it.each([
    [['commit'], '@ada committed, about aaaaaaa'],
    [['approve'], '@ada approved, about aaaaaaa'],
    [['disagree-commit'], '@ada committed with dissent, about aaaaaaa'],
    [['object'], '@ada objected (#1), about aaaaaaa'],
    [['align'], '@ada agreed with the problem statement, about aaaaaaa'],
    [['misalign'], '@ada disputed the problem, about aaaaaaa'],
    [['withdraw'], '@ada posted /withdraw'],
    [['request changes'], '@ada requested changes, about aaaaaaa'],
    [['doubt'], '@ada posted what may be a command that blocks'],
    [['recuse'], '@ada recused themself'],
    [
      ['align', 'object'],
      '@ada agreed with the problem statement, about aaaaaaa; objected (#1), about aaaaaaa',
    ],
  ] as const)('tells %s', (words, line) => {
    expect(told(post(5, ADA, words))).toEqual([line])
  })

  it.each([['refresh'], ['status'], ['help']] as const)(
    'says nothing of /%s, which changes nothing',
    (word) => {
      expect(told(post(5, ADA, [word]))).toEqual([])
    },
  )

  it('tells whom somebody added, released or delegated to', () => {
    const add = post(5, AUTHOR, [command('add', { names: [person(EVE), team(SRE, 'all')] })])
    const release = command('release', { names: [person(EVE)] })
    const delegate = command('delegate', { names: [person(GRACE)] })
    expect(
      told(
        add,
        post(6, LINUS, [release], { firstSight: sight(6, { isMaintainer: true }) }),
        post(7, ADA, [delegate]),
      ),
    ).toEqual(['@margaret added @eve and a team (all)', '@linus released @eve', '@ada delegated to @grace'])
  })

  it('tells what a command ended, and how objections ended', () => {
    const commit = post(5, ADA, ['commit'])
    const object = post(6, ADA, ['object'])
    const again = post(7, ADA, ['disagree-commit'])
    expect(told(commit, object, again)).toEqual([
      '@ada committed, about aaaaaaa',
      '@ada objected (#1), about aaaaaaa; their commitment ended',
      '@ada committed with dissent, about aaaaaaa; objection #1 was recorded as dissent',
    ])
  })

  it('tells of a release what it ended of the person released', () => {
    const release = post(7, EVE, [command('release', { names: [person(LINUS)] })], {
      firstSight: sight(7, { isMaintainer: true }),
    })
    expect(told(post(6, LINUS, ['object']), release).at(-1)).toBe(
      '@eve released @linus; objection #1 was set aside',
    )
    expect(told(post(6, LINUS, ['commit']), release).at(-1)).toBe(
      "@eve released @linus; @linus's commitment ended",
    )
  })

  it('tells of a new head, and of whom it names again (C3)', () => {
    const release = post(5, EVE, [command('release', { names: [person(LINUS)] })], {
      firstSight: sight(5, { isMaintainer: true }),
    })
    const heads = [head(7, 'b'), head(8, 'b', 99), head(9, 'c')]
    const texts = [text('b', [person(ADA)]), text('c', [person(ADA), person(LINUS)])]
    expect(told(release, ...texts, ...heads).slice(1)).toEqual([
      'commitments are now about bbbbbbb',
      'commitments are now about ccccccc; the release of @linus ended',
    ])
  })

  it('tells that an answer was given', () => {
    const answer = post(6, AUTHOR, [command('answer', { about: [1] })])
    expect(told(post(5, LINUS, ['object']), answer).at(-1)).toBe('@margaret answered #1')
  })
})

describe('L5: what does not count', () => {
  it('says why, and what helps', () => {
    expect(told(post(5, EVE, ['commit']))).toEqual([
      "@eve posted /commit, which doesn't count: @eve wasn't a stakeholder then. Once named, @eve can post it again.",
    ])
  })

  it('says it once of commands that contradict each other', () => {
    expect(told(post(5, ADA, ['commit', 'disagree-commit']))).toEqual([
      "@ada posted /commit and /disagree-commit, which doesn't count: it contradicts another command posted at the same time. Post the one that applies in a new comment.",
    ])
  })

  it.each([
    [
      'by email',
      [post(5, ADA, ['commit'], { viaEmail: true })],
      "@ada posted /commit, which doesn't count: consent doesn't count on a line or by email. Post it in the conversation on GitHub.",
    ],
    [
      'while a right is unread (C0)',
      [post(5, GRACE, ['commit'], { firstSight: null })],
      "@grace posted /commit, which doesn't count: GitHub hasn't said yet what @grace may do",
    ],
    [
      'a delegation by a member of a team',
      [
        post(5, GRACE, [command('delegate', { names: [person(EVE)] })], {
          firstSight: sight(5, { teams: [SRE] }),
        }),
      ],
      "@grace posted /delegate, which doesn't count: @grace is named as a member of a team only. Another member can commit for the team.",
    ],
    [
      'a release by somebody who may not',
      [post(5, EVE, [command('release', { names: [person(ADA)] })])],
      "@eve posted /release, which doesn't count: it requires a maintainer or decider other than the author. Ask one of them.",
    ],
    [
      'an addition by a stranger',
      [post(5, EVE, [command('add', { names: [person(MALLORY)] })])],
      "@eve posted /add, which doesn't count: only the author, stakeholders and maintainers can add people. Ask one of them.",
    ],
    [
      'an answer by somebody else',
      [post(4, ADA, ['object']), post(5, LINUS, [command('answer', { about: [1] })])],
      "@linus posted /answer, which doesn't count: only the author answers objections with it. Comment without a command.",
    ],
    [
      'an answer to nothing',
      [post(5, AUTHOR, [command('answer', { about: [1] })])],
      "@margaret posted /answer, which doesn't count: it mentions no objection. Post /answer with the number of an objection.",
    ],
    [
      '/heard without an objection',
      [post(5, ADA, ['heard'])],
      "@ada posted /heard, which doesn't count: @ada had no open objection that it fits",
    ],
    [
      'an addition of nobody',
      [post(5, ADA, ['add'])],
      "@ada posted /add, which doesn't count: it names somebody it cannot apply to, or nobody. Post /add @someone.",
    ],
    [
      'before a text was announced (F1)',
      [post(2, ADA, ['commit'])],
      "@ada posted /commit, which doesn't count: no text had been announced before it. Post it again in a new comment.",
    ],
    [
      'while another commit may have been the tip (F1)',
      [tip(5, 'b', { before: 'a'.repeat(40) }), post(5, ADA, ['commit'])],
      "@ada posted /commit, which doesn't count: the text may have changed just before it. Post it again in a new comment.",
    ],
    [
      'before there was an RFC (L2)',
      [header({ consentsAfter: time(5) }), post(5, ADA, ['commit'])],
      "@ada posted /commit, which doesn't count: it was posted before this was recorded as an RFC. Post it again in a new comment.",
    ],
    [
      'from before the ledger was lost (L3)',
      [header({ begun: 'lost', consentsAfter: time(5) }), post(5, ADA, ['commit'])],
      "@ada posted /commit, which doesn't count: the record of that time was lost. Post it again in a new comment.",
    ],
    [
      'what a restored copy does not have (L3)',
      [header({ judgedUntil: [time(6)] }), post(5, ADA, ['commit'], { seen: time(9) })],
      "@ada posted /commit, which doesn't count: it wasn't in the record that was restored; what they consented to before doesn't count until they post it again. Post it again in a new comment.",
    ],
  ])('%s', (_, entries, line) => {
    expect(told(...entries).at(-1)).toBe(line)
  })

  it('says that a lost record begins again', () => {
    expect(linesOf(header({ begun: 'lost', consentsAfter: time(5) }))[0]?.text).toBe(
      'the record of this RFC was lost and begins again; commands that consent have to be posted again',
    )
  })
})

describe('L5: edits and deletions', () => {
  it('tells what an edit brought and took away (C5)', () => {
    const commit = post(5, ADA, ['commit'])
    const object = edit(7, commit, ['object'])
    expect(told(commit, object, edit(9, commit, ['heard'])).slice(1)).toEqual([
      '@ada edited a post: objected (#1), about aaaaaaa; their commitment ended',
      "@ada edited a post: /heard in it doesn't count: @ada had no open objection that it fits; objection #1 was withdrawn",
    ])
  })

  it('tells who edited the post of somebody else, and that new consent in it does not count (C5)', () => {
    const commit = post(5, ADA, ['commit'])
    const foreign = edit(7, commit, ['commit', 'align'], { by: EVE })
    expect(told(commit, foreign)).toEqual([
      '@ada committed, about aaaaaaa',
      '@eve edited a post by @ada; consent in it counts only as recorded before',
    ])
    const later = edit(9, commit, ['commit', 'align'])
    expect(told(commit, foreign, later).at(-1)).toBe(
      "@ada edited a post: /align in it doesn't count: @eve edited the post. @ada can post it again in a new comment.",
    )
  })

  it('tells of an edit by an account that GitHub does not name what blocks in it', () => {
    const commit = post(5, ADA, ['commit'])
    expect(told(commit, edit(7, commit, ['object'], { by: null })).at(-1)).toBe(
      '@somebody edited a post by @ada; @ada objected (#1), about aaaaaaa; their commitment ended'.slice(1),
    )
  })

  it('tells what went with a post that its author deleted (C6)', () => {
    const [commit, object] = [post(5, ADA, ['commit']), post(6, LINUS, ['object'])]
    expect(told(commit, object, removal(7, commit, ADA), removal(8, object, LINUS)).slice(2)).toEqual([
      "@ada deleted a post; @ada's commitment ended",
      '@linus deleted a post; objection #1 was withdrawn',
    ])
  })

  it('says in place of words that somebody else removed who removed them and when', () => {
    const object = post(5, LINUS, ['object'])
    expect(told(object, removal(86_400, object, EVE))).toEqual([
      '@linus objected (#1), about aaaaaaa, removed by @eve on 3 Mar',
      '@eve removed a post by @linus; what it said still counts',
    ])
  })

  it('has one line for a removal, from the evidence that names who did it', () => {
    const object = post(5, LINUS, ['object'])
    expect(told(object, removal(7, object, null), removal(8, object, EVE))).toEqual([
      '@linus objected (#1), about aaaaaaa, removed by @eve on 2 Mar',
      '@eve removed a post by @linus; what it said still counts',
    ])
  })

  it('says that it is not known who deleted a post, and what does not count meanwhile (C6)', () => {
    const commit = post(5, ADA, ['commit'])
    expect(told(commit, removal(7, commit, null)).at(-1)).toBe(
      "a post by @ada was deleted, and it isn't known by whom; @ada's commitment ended",
    )
  })

  it('tells whom a removal suspends that nobody saw the words of (C6)', () => {
    const commit = post(5, ADA, ['commit'])
    const unseen = removal(6, { post: 'comment-1', author: ADA }, EVE)
    expect(told(commit, unseen).at(-1)).toBe(
      "@eve removed a post by @ada before it was recorded; what @ada consented to before doesn't count until they post it again",
    )
  })

  it('tells of a dismissal what no longer counts (C7)', () => {
    const approval = post(5, ADA, ['approve'], { post: 'review-5', tip: 'a'.repeat(40) })
    const dismissal = { ...MARCH, at: time(7), kind: 'dismissal', post: approval.post, by: EVE } as const
    expect(told(approval, dismissal).at(-1)).toBe("@eve dismissed a review by @ada; @ada's commitment ended")
    expect(told(post(5, ADA, ['help'], { post: 'review-5' }), dismissal)).toEqual([])
  })
})

describe('L5: what else happened', () => {
  it.each([
    [{ kind: 'state', to: 'draft', by: AUTHOR }, '@margaret turned the pull request into a draft'],
    [{ kind: 'state', to: 'ready', by: AUTHOR }, '@margaret marked the pull request as ready for review'],
    [{ kind: 'state', to: 'closed', by: EVE }, '@eve closed the pull request'],
    [{ kind: 'state', to: 'reopened', by: null }, 'somebody reopened the pull request'],
    [{ kind: 'merge', by: EVE, commit: null }, '@eve merged the pull request'],
    [
      { kind: 'notice', about: 'named', to: `person ${ADA}`, commit: null },
      '@ada was told about being named',
    ],
    [
      { kind: 'notice', about: 'changed', to: `team ${SRE}`, commit: null },
      'a team was told that the text changed',
    ],
    [
      { kind: 'notice', about: 'ready', to: null, commit: null },
      'everybody was told that the pull request is ready to merge',
    ],
  ] as const)('tells %j', (entry, line) => {
    expect(told({ ...MARCH, at: time(5), ...entry })).toEqual([line])
  })

  it('tells that the base branch changed, and nothing of the first', () => {
    const base = (at: number, branch: string) => ({ ...MARCH, at: time(at), kind: 'base', branch }) as const
    expect(told(base(3, 'm'), base(4, 'm'), base(5, 'n'))).toEqual(['the base branch changed'])
  })
})

describe('L5: nothing that a reader may not know', () => {
  it('does not tell who is a maintainer or a member, nor which labels there are', () => {
    const at = { ...MARCH, at: time(5) }
    expect(
      told(
        { ...at, kind: 'role', person: ADA, isMaintainer: true },
        { ...at, kind: 'membership', team: SECRET, person: ADA, isMember: true },
        { ...at, kind: 'label', label: 'l', to: 'on' },
      ),
    ).toEqual([])
  })

  it('names no team, for one may be secret', () => {
    const add = post(5, AUTHOR, [command('add', { names: [team(SECRET)] })])
    expect(told(add)).toEqual(['@margaret added a team'])
  })

  it('calls somebody whose login is unknown "somebody"', () => {
    expect(told(post(5, MALLORY, ['object']))).toEqual(['somebody objected (#1), about aaaaaaa'])
  })

  it('tells any evidence, in whatever order it arrived, in the same lines', () => {
    fc.assert(
      fc.property(arrived, (entries) => {
        const lines = historyOf(append(NO_LEDGER, entries), () => null)
        expect(historyOf(append(NO_LEDGER, entries.toReversed()), () => null)).toEqual(lines)
        expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted())
        for (const line of lines) expect(line.text).not.toMatch(/undefined|null|NaN|\bteam \d/)
      }),
      { numRuns: 1500 },
    )
  })
})
