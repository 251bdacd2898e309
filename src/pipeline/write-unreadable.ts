import type { CheckRun } from '../facts/check-run.ts'
import { notesUnjudged } from '../facts/former-notes.ts'
import { longestTrace } from '../facts/traces.ts'
import { type PassingRun, passingRuns } from '../facts/passing-runs.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { checkName, unreadCheck } from '../report/check.ts'
import { type RunLedger, traceAlone } from '../report/run-ledger.ts'
import { checkWrites, currentRun } from '../report/writes.ts'
import { wasRfc } from '../rfc/is-rfc.ts'
import { rememberedFor } from './collect-and-evaluate.ts'
import { enqueueGroups } from './enqueue-others.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import { type Memory, passingOf } from './memory.ts'
import { perform } from './publish.ts'

/**
 * Returns every passing run of a pull request: as GitHub shows it, or as remembered when GitHub does not show
 * it yet.
 */
export function passingIn(facts: PullRequestFacts, remembered: Memory | null): readonly PassingRun[] {
  return passingRuns(facts.runs, facts.pullRequest.number, passingOf(remembered))
}

/**
 * Whether the check on the head may be a success: as GitHub shows it, or as it was written and is not visible
 * yet (V6).
 */
export function isGreen(facts: PullRequestFacts, remembered: Memory | null): boolean {
  const { head, baseName } = facts.pullRequest
  const written = remembered?.written
  return (
    currentRun(facts, checkName(baseName))?.conclusion === 'success' ||
    (written?.commit === head && written.conclusion === 'success')
  )
}

/**
 * Writes on the check that the pull request could not be read, which takes away all its successes. Without the ledger at
 * hand the run tells that the longest one was there, whose copy another run has (L3).
 */
export async function writeUnread(
  parts: EvaluationPorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  what: 'retrying' | 'gave up',
  why: string,
  ledger: RunLedger | null = traceAlone(longestTrace(facts)),
): Promise<void> {
  const { number, baseName } = facts.pullRequest
  const known = { ...facts, remembered: rememberedFor(remembered) }
  const evaluated = { baseName, wasRfc: wasRfc(known), kept: notesUnjudged(facts) }
  await writeFailure(
    parts,
    reference,
    facts,
    remembered,
    unreadCheck(number, evaluated, what, why, ledger),
    'unread',
  )
}

/** Writes a failing check before anything else is known, and takes away all successes (V7). */
export async function writeFailure(
  parts: EvaluationPorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  check: CheckRun,
  own: 'failure' | 'unread',
): Promise<void> {
  const { memory } = parts
  const { baseName, head } = facts.pullRequest
  await noteRed(parts, reference, remembered, own)
  try {
    const writes = checkWrites(facts, check, remembered?.written)
    const known = { remembered, passing: passingIn(facts, remembered) }
    const { passing, ids } = await perform(parts, reference, writes, known)
    if (!remembered) return
    const { externalId, conclusion } = check
    const id = ids.get(head) ?? currentRun(facts, checkName(baseName))?.id ?? null
    const written = { commit: head, externalId, conclusion, own, id }
    await memory.remember(evaluationKey(reference), { ...remembered, written, passing })
  } finally {
    await enqueueGroups(parts, reference, facts, check)
  }
}

/** Remembers the failure first, for the merge groups and same-head pull requests that depend on it. */
export async function noteRed(
  { memory }: Pick<EvaluationPorts, 'memory'>,
  reference: PullRequestReference,
  remembered: Memory | null,
  own: 'failure' | 'unread' = 'failure',
): Promise<void> {
  if (remembered?.written?.own !== 'success') return
  const written = { ...remembered.written, own }
  await memory.remember(evaluationKey(reference), { ...remembered, written })
}
