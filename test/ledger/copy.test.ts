import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { append, type Ledger, NO_LEDGER } from '../../src/ledger/append.ts'
import { decode } from '../../src/ledger/decode.ts'
import { encode } from '../../src/ledger/encode.ts'
import { type Entry, identityOf } from '../../src/ledger/entry.ts'
import { fold } from '../../src/ledger/fold.ts'
import { restore } from '../../src/ledger/restore.ts'
import { ALL_TEAMS, arrived, VISIBLE } from './drawn-entries.ts'
import { AUTHOR, consentsIn, SECRET, time } from './told.ts'

const RUNS = { numRuns: 1500 }

const cut = fc.tuple(arrived, fc.nat(30))

function copyOf(ledger: Ledger, visible = ALL_TEAMS) {
  const copy = encode(ledger, visible)
  if (copy.text === null) throw new Error('the copy is too large')
  return { text: copy.text, trace: copy.trace }
}

/** A ledger as it comes back from a run that carried it below other text. */
function returned(ledger: Ledger, visible = ALL_TEAMS): Ledger {
  const { text, trace } = copyOf(ledger, visible)
  const decoded = decode(`## History\n\n${text}\n`, trace)
  if (decoded.kind !== 'ledger') throw new Error(decoded.why)
  return decoded.ledger
}

function restored(ledger: Ledger, of: Ledger = ledger): Ledger {
  const { text, trace } = copyOf(ledger)
  const traces = [trace, copyOf(of).trace]
  const beginning = { at: time(100), opened: time(0), rules: 3, author: AUTHOR, commits: [] }
  const copies = [decode(text, trace)]
  return restore({ own: null, copies, traces, isFormer: false }, beginning).ledger
}

describe('L3: the copy of a ledger', () => {
  it('comes back with the same effect', () => {
    fc.assert(
      fc.property(arrived, (entries) => {
        const ledger = append(NO_LEDGER, entries)
        const { positions, objections, added, released, heads } = fold(ledger)
        const back = fold(returned(ledger))
        expect(consentsIn(back)).toEqual(consentsIn(fold(ledger)))
        expect(back).toMatchObject({ objections, added, released, heads })
        for (const [person, position] of positions)
          if (Object.values(position).some((part) => part !== null))
            expect(back.positions.get(person)).toEqual(position)
      }),
      RUNS,
    )
  })

  it('comes back as entries that were in it, and the same when it is copied again', () => {
    fc.assert(
      fc.property(arrived, (entries) => {
        const ledger = append(NO_LEDGER, entries)
        const known = new Map(ledger.entries.map((entry) => [identityOf(entry), entry]))
        const back = returned(ledger)
        for (const entry of back.entries)
          if (entry.kind !== 'header' && !('firstSight' in entry))
            expect(entry).toEqual(known.get(identityOf(entry)))
        expect(returned(back)).toEqual(back)
        expect(back.length).toBe(ledger.length)
      }),
      RUNS,
    )
  })

  it('never consents to what the whole ledger does not, whatever is seen afterwards', () => {
    fc.assert(
      fc.property(cut, fc.nat(10), ([entries, at], more) => {
        const [before, between] = [entries.slice(0, 4 + at), entries.slice(4 + at, 4 + at + more)]
        const after = entries.slice(4 + at + more)
        const whole = consentsIn(fold(append(NO_LEDGER, entries)))
        const once = append(restored(append(NO_LEDGER, before)), between)
        const part = consentsIn(fold(append(once, after)))
        const twice = consentsIn(fold(append(restored(once), after)))
        expect(twice.filter((consent) => !whole.includes(consent))).toEqual([])
        expect(part.filter((consent) => !whole.includes(consent))).toEqual([])
      }),
      RUNS,
    )
  })

  it('of an older ledger than the App left a trace of consents to nothing', () => {
    fc.assert(
      fc.property(cut, ([entries, at]) => {
        const [older, newer] = [append(NO_LEDGER, entries.slice(0, 4 + at)), append(NO_LEDGER, entries)]
        if (older.length === newer.length) return
        const { positions, released, header } = fold(append(restored(older, newer), entries.slice(4 + at)))
        expect(header?.begun).toBe('lost')
        expect(released.size).toBe(0)
        for (const { commitment, aligned, recused } of positions.values())
          expect([commitment, aligned, recused]).toEqual([null, null, null])
      }),
      RUNS,
    )
  })
})

describe('L3: what a copy does not tell', () => {
  it('is who is a member of a secret team', () => {
    fc.assert(
      fc.property(arrived, (entries) => {
        const isKnown = returned(append(NO_LEDGER, entries), VISIBLE)
        const isUnknown = returned(append(NO_LEDGER, entries.flatMap(withoutSecret)), VISIBLE)
        expect(isKnown.entries.filter(({ kind }) => kind !== 'header')).toEqual(
          isUnknown.entries.filter(({ kind }) => kind !== 'header'),
        )
      }),
      RUNS,
    )
  })

  it('is any word of people: all texts are times, ids, digests and words of this App', () => {
    const told =
      /^(?:\d{4}-\d\d-\d\dT[\d:]{8}Z|[0-9a-f]+|(?:comment|review|line)-\d+|(?:person|team) \d+|[a-z -]+)$/
    fc.assert(
      fc.property(arrived, (entries) => {
        for (const text of textsIn(returned(append(NO_LEDGER, entries)).entries)) expect(text).toMatch(told)
      }),
      RUNS,
    )
  })
})

function withoutSecret(entry: Entry): readonly Entry[] {
  if (entry.kind === 'membership' && entry.team === SECRET) return []
  if (!('firstSight' in entry) || entry.firstSight === null) return [entry]
  const teams = entry.firstSight.teams.filter((team) => team !== SECRET)
  return [{ ...entry, firstSight: { ...entry.firstSight, teams } }]
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
