import { asOfMerge } from '../facts/as-of-merge.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import type { Merge, PullRequestFacts } from '../facts/snapshot.ts'
import { RateLimited } from '../github/faults.ts'
import { mergedRecord, type MergeFacts } from '../report/merge-record.ts'
import { recordOf } from '../report/record.ts'
import { caseOf } from '../rfc/case.ts'
import { broughtOther } from '../rfc/group-text.ts'
import { triggersNotVisible } from '../rfc/not-visible-yet.ts'
import { type Judged, judge } from './collect-and-evaluate.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Memory } from './memory.ts'
import { readFacts } from './read-facts.ts'
import { PATIENT_TRIES, StaleRead } from './stale-read.ts'

/**
 * Records, once, the state of an RFC at its merge (R1, R2): evaluated as of the second of the merge, or, when
 * GitHub cannot be read completely, as it was last evaluated. Configuration and teams change later, so it is
 * never evaluated again.
 */
export async function recordMerge(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  { merge, remembered }: { readonly merge: Merge; readonly remembered: Memory | null },
): Promise<void> {
  const { memory, records, log } = parts
  const { title, url } = facts.pullRequest
  const key = evaluationKey(reference)
  if (remembered?.state === MERGED) return
  if (request.attempt <= PATIENT_TRIES && triggersNotVisible(facts, request.triggers, 'all').length > 0) {
    throw new StaleRead(`${reference.owner}/${reference.repo}#${reference.number} is not visible yet`)
  }
  const shown = remembered?.title ?? null
  const deciding = await decidingOf(parts, { reference, facts, remembered }, merge)
  if (deciding.facts.pullRequest.state === 'merged' && deciding.reference !== reference) {
    // Of several that are one decision, the one that carries it has the record (V7).
    if (remembered?.record) records.forgetAtEnd()
    if (remembered) memory.rememberAtEnd({ ...remembered, state: MERGED })
    return
  }
  const judged = deciding.remembered ? await judgedOr(parts, request, deciding, deciding.remembered) : null
  if (judged?.verdict.state === 'not an RFC') {
    if (remembered?.record) records.forgetAtEnd()
    return
  }
  if (judged && 'rows' in judged.verdict) {
    const { snapshot, texts, verdict } = judged
    const theCase = caseOf(snapshot, texts)
    const isOtherText = theCase !== null && (broughtOther(theCase) ?? []).length > 0
    const told: MergeFacts = { ...merge, basis: 'the merge', shown, isOtherText }
    records.keepAtEnd(reference, snapshot.repository.isPrivate, {
      ...mergedRecord(recordOf(verdict, snapshot), told),
      title,
      url,
    })
  } else await records.close(key, { ...merge, basis: 'the last evaluation', shown, isOtherText: false })
  if (remembered) memory.rememberAtEnd({ ...remembered, state: MERGED })
  log.info({ verdict: judged?.verdict.state ?? null }, 'recorded the merge')
}

/** The remembered state after a merge was recorded. */
const MERGED = 'merged'

/** The pull request whose verdict is recorded. */
interface Deciding {
  readonly reference: PullRequestReference
  readonly facts: PullRequestFacts
  readonly remembered: Memory | null
}

/** Returns the pull request that carried the decision at the merge, as if it had been merged itself (V7). */
async function decidingOf(parts: EvaluationPorts, merged: Deciding, merge: Merge): Promise<Deciding> {
  const number = merged.remembered?.carriedBy ?? null
  if (number === null) return merged
  const reference = { ...merged.reference, number }
  const remembered = await parts.memory.recall(evaluationKey(reference))
  const facts = await readFacts(parts, reference, remembered)
  if (!facts) return merged
  if (facts.pullRequest.merged) return { reference, facts, remembered }
  // Its base has the merged text by now: what it changed is what the merged one, of the same head, changed.
  const { changes, config, configFrom, pullRequest } = merged.facts
  const { baseTip } = pullRequest
  return {
    reference,
    facts: {
      ...facts,
      changes,
      config,
      configFrom,
      pullRequest: { ...facts.pullRequest, baseTip, merged: merge },
    },
    remembered,
  }
}

/** Returns the verdict at the merge; null when the last attempt cannot read it. */
async function judgedOr(
  parts: EvaluationPorts,
  { last }: EvaluationRequest,
  { reference, facts }: Deciding,
  remembered: Memory,
): Promise<Judged | null> {
  try {
    return await judge(parts, reference, asOfMerge(facts), remembered)
  } catch (error) {
    // A rate limit is not a failed attempt.
    if (!last || error instanceof RateLimited) throw error
    parts.log.warn({ err: error }, 'could not evaluate a merged pull request; recording its last evaluation')
    return null
  }
}
