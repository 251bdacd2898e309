import { describe, expect, it } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import type { Restored } from '../../src/ledger/restore.ts'
import type { Judged } from '../../src/pipeline/collect-and-evaluate.ts'
import { recordEvidence } from '../../src/pipeline/record-evidence.ts'
import { ADA, opening, post } from '../ledger/told.ts'

const NEWS = [post(5, ADA, ['commit'])]
const LEDGER = { ...append(NO_LEDGER, [...opening(), ...NEWS]), length: 50 }

/** What is stored of an evaluation that began with a ledger of this kind. */
async function recorded(how: Restored['how'], isPublished: boolean, news: readonly Entry[] = NEWS) {
  const stored: unknown[] = []
  const ledger = {
    recall: async () => null,
    record: async (_: string, entries: readonly Entry[], length?: number) => {
      stored.push(['now', entries, length])
      return { ledger: LEDGER, isReadable: true, revision: 1 }
    },
    recordAtEnd: (entries: readonly Entry[]) => void stored.push(['at its end', entries]),
  }
  const judged = { recorded: { how }, verdict: { evaluated: { observed: { ledger: LEDGER, news } } } }
  await recordEvidence({ ledger }, 'key', judged as unknown as Judged, isPublished)
  return stored
}

describe('L1: what an evaluation saw is stored', () => {
  it.each(['new', 'former', 'lost', 'restored', 'joined'] as const)(
    'whole, and before anything is published, where the database did not have it: %s',
    async (how) => {
      for (const isPublished of [true, false])
        expect(await recorded(how, isPublished, [])).toEqual([['now', LEDGER.entries, 50]])
    },
  )

  it('as far as it is news where the database had it, with the end of an evaluation that writes nothing', async () => {
    expect(await recorded('whole', true)).toEqual([['now', NEWS, undefined]])
    expect(await recorded('whole', false)).toEqual([['at its end', NEWS]])
    expect(await recorded('whole', true, [])).toEqual([])
  })
})
