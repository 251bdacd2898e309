import fc from 'fast-check'
import { expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import { decodeUnvouched } from '../../src/ledger/decode.ts'
import { encode } from '../../src/ledger/encode.ts'
import { explanationOf } from '../../src/report/explain.ts'
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
  person,
  post,
  removal,
  sight,
  SRE,
  text,
  time,
  tip,
} from '../ledger/told.ts'

const LOGINS = new Map<number, string>([
  [ADA, 'ada'],
  [LINUS, 'linus'],
])

function loginOf(id: number): string | null {
  return LOGINS.get(id) ?? null
}

it('L5: shows each entry, what follows from it, and the outcome', () => {
  const commit = post(5, ADA, ['commit'])
  const ledger = ledgerOf(
    commit,
    edit(6, commit, ['commit', 'align'], { seen: time(8) }),
    post(7, LINUS, ['object']),
    post(9, EVE, ['commit'], { firstSight: null }),
    post(10, AUTHOR, [command('answer', { about: [1] })]),
    post(11, GRACE, ['disagree-commit'], { firstSight: sight(11, { teams: [SRE] }) }),
    removal(12, { post: 'comment-1', author: GRACE }, EVE),
  )
  expect(explanationOf(ledger, loginOf)).toBe(
    `2026-03-02 00:00:00  header      new ledger, rules 1, author account 1; posts until 2026-03-02 00:00:00 consent to nothing
2026-03-02 00:00:00  text        aaaaaaa has 1 file, read by version 1; names @ada, @linus and team 71 (2); material text aaaaaaaa, problem aaaaaaaa
2026-03-02 00:00:01  tip         aaaaaaa pushed, ready
2026-03-02 00:00:02  head        aaaaaaa announced by run 2
2026-03-02 00:00:05  post        comment-52 by @ada: /commit
                                 → @ada: committed about aaaaaaa
2026-03-02 00:00:06  edit        comment-52 by @ada: /commit and /align; edited by @ada, first written 2026-03-02 00:00:05 (seen 2026-03-02 00:00:08)
                                 → @ada: agrees with the problem statement of aaaaaaa (counts from 2026-03-02 00:00:05)
2026-03-02 00:00:07  post        comment-73 by @linus: /object
                                 → objection #1 by @linus: open
2026-03-02 00:00:09  post        comment-95 by account 5: /commit; rights not read yet
                                 → /commit is not counted: not a stakeholder
2026-03-02 00:00:10  post        comment-101 by account 1: /answer #1
                                 → objection #1 by @linus: open, answered in comment-101
2026-03-02 00:00:11  post        comment-114 by account 4: /disagree-commit; member of team 71
                                 → account 4: committed with dissent about aaaaaaa, also for team 71
2026-03-02 00:00:12  removal     comment-1 by account 4, removed by account 5
                                 → account 4: no longer committed
                                 → account 4: suspended since 2026-03-02 00:00:12, until they post again

Outcome
  the newest head is aaaaaaa; it names @ada, @linus and team 71
  @ada: committed about aaaaaaa
  @ada: agrees with the problem statement of aaaaaaa
  account 4: suspended since 2026-03-02 00:00:12, until they post again, because somebody else removed a post of theirs before it was recorded
  objection #1 by @linus: open, answered in comment-101
  not counted: /commit by account 5 in comment-95: not a stakeholder`,
  )
})

it('L5: shows what was released and added, and the end of a release', () => {
  const add = post(5, AUTHOR, [command('add', { names: [person(EVE)] })])
  const release = post(6, LINUS, [command('release', { names: [person(EVE)] })], {
    firstSight: sight(6, { isMaintainer: true, isDecider: true }),
  })
  const shown = explanationOf(ledgerOf(add, release, post(8, EVE, ['object'])), loginOf)
  expect(shown).toContain('→ account 5: added\n')
  expect(shown).toContain('/release account 5; maintainer; decider\n')
  expect(shown).toContain('→ account 5: released\n')
  expect(shown).toContain('→ account 5: no longer released\n')
  expect(shown).toContain('  account 5: added by account 1 in comment-51\n')
  expect(shown).not.toContain('  account 5: released by')
})

it('L5: says why a post suspends its author that a restored copy does not have (L3)', () => {
  const restored = header({ judgedUntil: [time(6)] })
  const shown = explanationOf(ledgerOf(restored, post(5, ADA, ['commit'], { seen: time(9) })), loginOf)
  expect(shown).toContain('restored from a copy that was judged until 2026-03-02 00:00:06')
  expect(shown).toContain('until they post again, because a post is not in the restored copy')
})

it('L5: shows what is no part of the fold, too', () => {
  const at = { at: time(5), seen: time(5), from: 'read' } as const
  const shown = explanationOf(
    ledgerOf(
      tip(4, 'b', { how: 'possible', before: 'a'.repeat(40), isReady: null }),
      { ...at, kind: 'removal', post: null, author: ADA, by: null },
      { ...at, kind: 'dismissal', post: 'review-5', by: ADA },
      { ...at, kind: 'state', to: 'draft', by: ADA },
      { ...at, kind: 'base', branch: '0123456789' },
      { ...at, kind: 'label', label: '0123456789', to: 'on' },
      { ...at, kind: 'membership', team: SRE, person: ADA, isMember: false },
      { ...at, kind: 'role', person: ADA, isMaintainer: true },
      { ...at, kind: 'merge', by: ADA, commit: 'b'.repeat(40) },
      { ...at, kind: 'notice', about: 'changed', to: `team ${SRE}`, commit: 'b'.repeat(40) },
      { ...at, kind: 'number', post: 'comment-52', line: null, number: 3 },
      text('b', [{ kind: 'unresolved', name: 'f00' }], { material: null }),
      head(6, 'b'),
    ),
    loginOf,
  )
  for (const line of [
    'tip         bbbbbbb possibly the tip until then, before it aaaaaaa, ready or draft',
    'removal     a post that is not told by @ada, removed by an unknown account',
    'dismissal   review-5, dismissed by @ada',
    'state       draft, by @ada',
    'base        branch 01234567',
    'label       label 01234567 on',
    'membership  @ada is no member of team 71',
    'role        @ada is a maintainer',
    'merge       by @ada, bbbbbbb',
    'notice      "changed" to team 71, bbbbbbb',
    'number      #3 is the objection in comment-52',
    'names a name that GitHub does not know; material text unclear, problem bbbbbbbb',
  ])
    expect(shown).toContain(`${line}\n`)
})

it('L5: explains a copy from a run alone, and says what is not in it', () => {
  const told = ledgerOf(post(5, ADA, ['commit']), post(6, EVE, []))
  const copy = encode(told, new Set([SRE]))
  if (copy.text === null) throw new Error('the copy is too large')
  const decoded = decodeUnvouched(`## History\n\n${copy.text}\n`)
  if (decoded.kind !== 'ledger') throw new Error(decoded.why)
  const shown = explanationOf(decoded.ledger, loginOf)
  expect(shown).toContain('→ @ada: committed about aaaaaaa\n')
  expect(shown).toContain('\n1 entry without an effect is not in this copy.\n')
  expect(decodeUnvouched('no copy')).toMatchObject({ kind: 'none' })
  expect(decodeUnvouched(copy.text.replace('ledger=1 H4', 'ledger=1 H5'))).toMatchObject({
    kind: 'unreadable',
  })
  expect(decodeUnvouched(copy.text.replace('ledger=1', 'ledger=2'))).toMatchObject({ kind: 'newer' })
})

it('L5: explains any evidence, whatever order it arrived in', () => {
  fc.assert(
    fc.property(arrived, (entries) => {
      const shown = explanationOf(append(NO_LEDGER, entries), loginOf)
      expect(explanationOf(append(NO_LEDGER, entries.toReversed()), loginOf)).toBe(shown)
      expect(shown).not.toMatch(/undefined|null|NaN/)
    }),
    { numRuns: 500 },
  )
})
