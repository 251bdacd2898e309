import { describe, expect, it } from 'vitest'
import { readExternalId } from '../../src/facts/external-id.ts'
import { unrecorded } from '../../src/ledger/observed/unrecorded.ts'
import { memoryAfter } from '../../src/pipeline/memory-after.ts'
import { NO_SURROUNDINGS } from '../../src/report/check.ts'
import { publicationOf } from '../../src/report/publication.ts'
import type { RunLedger } from '../../src/report/run-ledger.ts'
import { named } from '../rules/story.ts'

const told = (length: number, news: string): RunLedger => ({
  trace: { length, digest: `copy-${length}--` },
  told: { text: 'a copy', news },
})

/** What is remembered after an evaluation with a ledger, where GitHub shows the check with another. */
function remembered(
  before: RunLedger,
  after: RunLedger,
  { pull = named(['ada']), known = [] as readonly string[] } = {},
) {
  const [shown, publication] = [before, after].map((ledger) =>
    publicationOf(pull.judge(), pull.snapshot(), { ...NO_SURROUNDINGS, ledger }),
  )
  if (!shown || !publication) throw new Error('nothing is published')
  const { externalId, conclusion } = shown.check
  pull.facts.runs = pull.facts.runs.map((run) => ({ ...run, externalId, conclusion }))
  const snapshot = pull.snapshot()
  const judged = {
    snapshot,
    verdict: pull.judge(),
    texts: pull.texts(),
    recorded: unrecorded(snapshot),
    copies: ['joined'],
  }
  const published = {
    publication,
    own: publication.check.conclusion,
    run: 1,
    passing: [],
    refused: [],
    hidden: [],
    isProseLeft: false,
  }
  const of = { rules: 1, record: null, carriedBy: null }
  const first = memoryAfter(snapshot, judged, published, of, null)
  return memoryAfter(snapshot, judged, published, of, { ...first, copies: known })
}

function rememberedRun(before: RunLedger, after: RunLedger) {
  return readExternalId(remembered(before, after).written?.externalId ?? '')?.trace
}

describe('L3: what is remembered of the run on the head', () => {
  it('is the copy that it has, which is older where nothing was news (V4)', () => {
    expect(rememberedRun(told(1, 'same'), told(2, 'same'))).toEqual(told(1, '').trace)
    expect(rememberedRun(told(1, 'old'), told(2, 'new'))).toEqual(told(2, '').trace)
  })
})

describe('L3: the copies that the database has all of', () => {
  const [first, second] = [told(1, 'old'), told(2, 'new')]

  it('are the published one, those that were joined, and those it knew, the newest five', () => {
    const copies = (known: readonly string[]) => remembered(first, second, { known }).copies
    expect(copies([])).toEqual(['copy-2--', 'joined'])
    expect(copies(['joined', 'a', 'b', 'c', 'd'])).toEqual(['copy-2--', 'joined', 'a', 'b', 'c'])
  })

  it('are only those it knew where nothing was stored: the configuration is invalid', () => {
    const pull = named(['ada'])
    pull.config = 'version: 2'
    expect(remembered(first, second, { pull, known: ['a'] }).copies).toEqual(['a'])
  })
})
