import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { append, join, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { fold } from '../../src/ledger/fold.ts'
import { anyEntry, arrived } from './drawn-entries.ts'

const RUNS = { numRuns: 600 }

const ledgers = fc.array(anyEntry, { maxLength: 12 }).map((entries) => append(NO_LEDGER, entries))

/** Evidence with an order in which it may have arrived instead, some of it twice. */
const reordered = arrived.chain((entries) =>
  fc.tuple(
    fc.constant(entries),
    fc.shuffledSubarray([...entries, ...entries], { minLength: 0 }).map((some) => [...some, ...entries]),
  ),
)

function entriesIn({ entries }: Ledger): readonly Entry[] {
  return entries
}

describe('L1: the fold', () => {
  it('has a result for any evidence', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (entries) => {
        const folded = fold(append(NO_LEDGER, entries))
        expect(folded.positions).toBeInstanceOf(Map)
      }),
      RUNS,
    )
  })

  it('does not depend on the order in which evidence arrived, nor on how often', () => {
    fc.assert(
      fc.property(reordered, ([entries, again]) => {
        const ledger = append(NO_LEDGER, entries)
        const other = again.reduce((before, entry) => append(before, [entry]), NO_LEDGER)
        expect(entriesIn(other)).toEqual(entriesIn(ledger))
        expect(fold(other)).toEqual(fold(ledger))
      }),
      RUNS,
    )
  })
})

describe('L3: joining ledgers', () => {
  it('gives the same whichever comes first', () => {
    fc.assert(
      fc.property(ledgers, ledgers, (one, other) => {
        expect(join(one, other)).toEqual(join(other, one))
      }),
      RUNS,
    )
  })

  it('gives the same in whichever groups', () => {
    fc.assert(
      fc.property(ledgers, ledgers, ledgers, (one, other, third) => {
        expect(join(join(one, other), third)).toEqual(join(one, join(other, third)))
      }),
      RUNS,
    )
  })

  it('gives the same when done again, and loses nothing', () => {
    fc.assert(
      fc.property(ledgers, ledgers, (one, other) => {
        const joined = join(one, other)
        expect(join(joined, other)).toEqual(joined)
        expect(append(joined, one.entries)).toBe(joined)
      }),
      RUNS,
    )
  })
})
