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

/** The run that is remembered after an evaluation with a ledger, where GitHub shows the check with another. */
function rememberedRun(before: RunLedger, after: RunLedger) {
  const pull = named(['ada'])
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
  const { written } = memoryAfter(snapshot, judged, published, { rules: 1, record: null }, null)
  return readExternalId(written?.externalId ?? '')?.trace
}

describe('L3: what is remembered of the run on the head', () => {
  it('is the copy that it has, which is older where nothing was news (V4)', () => {
    expect(rememberedRun(told(1, 'same'), told(2, 'same'))).toEqual(told(1, '').trace)
    expect(rememberedRun(told(1, 'old'), told(2, 'new'))).toEqual(told(2, '').trace)
  })
})
