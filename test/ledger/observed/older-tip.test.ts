import { describe, expect, it } from 'vitest'
import type { CommitSha, Timestamp } from '../../../src/facts/ids.ts'
import type { PullRequestFacts } from '../../../src/facts/snapshot.ts'
import { append, NO_LEDGER } from '../../../src/ledger/append.ts'
import type { EntryOf } from '../../../src/ledger/entry.ts'
import { showsOlderTip } from '../../../src/ledger/observed/older-tip.ts'
import { commit, header } from '../told.ts'

type Tip = EntryOf<'tip'>

const [A, B, C] = ['a', 'b', 'c'].map(commit) as [CommitSha, CommitSha, CommitSha]
const second = (at: number): Timestamp =>
  new Date(Date.UTC(2026, 2, 2, 10, 0, at)).toISOString().replace('.000', '') as Timestamp

const tip = (at: number, change: Partial<Tip>): Tip => ({
  kind: 'tip',
  at: second(at),
  seen: second(at),
  from: 'payload',
  how: 'shown',
  commit: A,
  before: null,
  isReady: true,
  ...change,
})

const read = (at: number, shown: CommitSha) => tip(at, { commit: shown, from: 'read' })
const OPENED = tip(0, {})
const PUSHED = tip(60, { commit: B, before: A })

/** Whether a read at a second that shows a head shows an older one than is recorded. */
function isOlder(head: CommitSha, at: number, ...tips: readonly Tip[]): boolean {
  const facts = { at: second(at), pullRequest: { head } } as PullRequestFacts
  return showsOlderTip(append(NO_LEDGER, [header(), ...tips]), facts)
}

describe('V6: a read that shows an older tip than the ledger holds', () => {
  it('is one that shows what a push has replaced', () => {
    expect(isOlder(A, 70, OPENED, PUSHED)).toBe(true)
    expect(isOlder(A, 70, PUSHED)).toBe(true)
    expect(isOlder(A, 70, OPENED, PUSHED, read(65, A))).toBe(true)
  })

  it('is believed once two of them are a minute apart', () => {
    expect(isOlder(A, 124, OPENED, PUSHED, read(65, A))).toBe(true)
    expect(isOlder(A, 125, OPENED, PUSHED, read(65, A))).toBe(false)
  })

  it('is none that shows the newest tip, or a newer one of which nobody told', () => {
    expect(isOlder(B, 70, OPENED, PUSHED)).toBe(false)
    expect(isOlder(C, 70, OPENED, PUSHED)).toBe(false)
    expect(isOlder(A, 70, OPENED)).toBe(false)
    expect(isOlder(A, 70)).toBe(false)
  })

  it('is none where a force-push led back, in the same second too', () => {
    const back = (at: number) => tip(at, { commit: A, before: B, how: 'pushed', from: 'read' })
    expect(isOlder(A, 90, OPENED, PUSHED, back(80))).toBe(false)
    expect(isOlder(A, 90, OPENED, PUSHED, back(60))).toBe(false)
  })

  it('takes no run for a read: it was written after one that lagged', () => {
    const run = { kind: 'head', at: second(65), seen: second(70), from: 'read', run: 1, commit: A } as const
    const facts = { at: second(200), pullRequest: { head: A } } as PullRequestFacts
    const ledger = append(NO_LEDGER, [header(), OPENED, PUSHED, read(65, A), run])
    expect(showsOlderTip(ledger, facts)).toBe(true)
  })
})
