import { peopleShown } from '../facts/people-shown.ts'
import { longestTrace } from '../facts/traces.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { encode } from '../ledger/encode.ts'
import { historyOf, historyTexts } from '../report/history.ts'
import { NO_LEDGER_TOLD, type RunLedger, runLedger, traceAlone } from '../report/run-ledger.ts'
import type { Judged } from './collect-and-evaluate.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'

/**
 * Stores what an evaluation saw: before anything of it is published, otherwise with its end. A ledger that was begun or
 * restored is stored whole (L1, L3).
 */
export async function recordEvidence(
  { ledger }: Pick<EvaluationPorts, 'ledger'>,
  key: string,
  { recorded, verdict }: Judged,
  isPublished: boolean,
): Promise<void> {
  const { observed } = verdict.evaluated
  if (!observed) return
  if (recorded.how !== 'whole') {
    await ledger.record(key, observed.ledger.entries, observed.ledger.length)
  } else if (observed.news.length > 0) {
    if (isPublished) await ledger.record(key, observed.news)
    else ledger.recordAtEnd(observed.news)
  }
}

/** Returns what the check run tells of the ledger (L3, L5); of one that was not read, that it is there. */
export function ledgerFor({ verdict, snapshot }: Judged, facts: PullRequestFacts): RunLedger | null {
  const { observed } = verdict.evaluated
  if (!observed) {
    const trace = longestTrace(facts)
    return verdict.state === 'not an RFC' && (trace?.length ?? 0) === 0 ? NO_LEDGER_TOLD : traceAlone(trace)
  }
  const people = peopleShown(snapshot)
  const history = historyTexts(historyOf(observed.ledger, (id) => people.get(id)?.login ?? null))
  const visible = [...snapshot.teams.values()].flatMap((team) =>
    team.kind === 'found' && !team.isSecret ? [team.id] : [],
  )
  return runLedger(history, encode(observed.ledger, new Set(visible)))
}
