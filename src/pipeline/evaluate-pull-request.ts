import type { Write } from '../facts/check-run.ts'
import { digest } from '../facts/external-id.ts'
import { evaluationKey, type PullRequestReference } from '../facts/reference.ts'
import { postKey } from '../facts/keys.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import { withToldDeletions } from '../facts/told-deletions.ts'
import type { EvaluationJob, Trigger } from '../facts/trigger.ts'
import { RateLimited } from '../github/faults.ts'
import { carried, joined } from '../report/beside.ts'
import { checkName, NOT_SHOWN } from '../report/check.ts'
import { type Publication, publicationOf } from '../report/publication.ts'
import { recordOf } from '../report/record.ts'
import { currentRun, writesFor } from '../report/writes.ts'
import { membershipsNotVisible, triggersNotVisible } from '../rfc/not-visible-yet.ts'
import { NO_LEDGER } from '../ledger/append.ts'
import { showsOlderTip } from '../ledger/observed/older-tip.ts'
import { answersFor } from './answers.ts'
import { type Judged, judge } from './collect-and-evaluate.ts'
import { enqueueGroups, groupsToEvaluate, sameHeadToEvaluate } from './enqueue-others.ts'
import { evaluateSameHead, type Ours } from './evaluate-same-head.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { knownCopies } from './known-copies.ts'
import type { Memory } from './memory.ts'
import { memoryAfter } from './memory-after.ts'
import { perform } from './publish.ts'
import { ledgerFor, recordEvidence } from './record-evidence.ts'
import { readFacts } from './read-facts.ts'
import { recordMerge } from './record-merge.ts'
import { isBehind, PATIENT_TRIES, StaleRead } from './stale-read.ts'
import { carryingOf } from './who-carries.ts'
import { isGreen, noteRed, passingIn, writeFailure, writeUnread } from './write-unreadable.ts'

/** Evaluates one pull request and publishes the result. Throws a retryable error; the queue retries. */
export async function evaluatePullRequest(
  parts: EvaluationPorts,
  request: EvaluationRequest,
  reference: PullRequestReference,
): Promise<void> {
  const { memory, log } = parts
  const key = evaluationKey(reference)
  const remembered = await memory.recall(key)
  const read = await readFacts(parts, reference, remembered)
  if (!read) {
    // GitHub's replicas may not have what the webhook announced yet (GH-112).
    if (request.triggers.some(({ kind }) => kind !== 'look')) {
      throw new StaleRead(`${reference.owner}/${reference.repo}#${reference.number} is not visible yet`)
    }
    log.info('pull request not found; nothing to do')
    return
  }
  const facts = withToldDeletions(read, request.triggers)
  const { merged } = facts.pullRequest
  if (merged) return await recordMerge(parts, request, reference, facts, { merge: merged, remembered })
  await mustShowTriggers(parts, request, reference, facts, remembered)
  const answers = answersFor(parts, reference, facts)
  const carrying = await carryingOf(parts, reference, facts, remembered)
  const told = { told: request.triggers, carrying, elsewhere: answers.elsewhere }
  const judged = await judge(parts, reference, facts, remembered, told)
  const { snapshot, verdict } = judged
  await mustBeCurrent(parts, request, reference, facts, remembered, judged)
  const own = publicationOf(verdict, snapshot, {
    setup: await parts.setupLine(reference, verdict),
    boardUrl: parts.boardUrl(reference, snapshot.repository.isPrivate),
    ledger: ledgerFor(judged, facts),
  })
  const ours = { reference, facts, verdict, carrying }
  const { decided, publication } = await withSameHead(parts, request, ours, remembered, own)
  const planned = writesFor(facts, publication, remembered?.refusedReviewers, remembered?.written)
  const writes = planned.filter((write) => !isDoneAlready(write, remembered))
  const { conclusion } = decided.check
  await recordEvidence(parts, key, judged, writes.length > 0)
  if (conclusion !== 'success') await noteRed(parts, reference, remembered)
  if (publication.prose?.answers) await answers.keep(verdict)
  const hasTurned = remembered?.written?.own !== conclusion || remembered.carriedBy !== carrying.by
  const copies = knownCopies(judged, publication, remembered)
  const known = { remembered: remembered && { ...remembered, copies }, passing: passingIn(facts, remembered) }
  const { refused, later, passing, ids, hidden } = await perform(parts, reference, writes, known).catch(
    async (error: unknown) => {
      await enqueueGroups(parts, reference, facts, publication.check, hasTurned)
      throw error
    },
  )
  const { head, baseName } = facts.pullRequest
  const run = ids.get(head) ?? currentRun(facts, checkName(baseName))?.id ?? null
  const next = memoryAfter(
    facts,
    judged,
    { publication, own: conclusion, run, passing, refused, hidden, isProseLeft: later !== null },
    { rules: parts.rules.ours, record: record(parts, reference, judged, remembered), carriedBy: carrying.by },
    remembered,
  )
  const others = [
    ...(await groupsToEvaluate(parts, reference, facts, publication.check, hasTurned)),
    ...sameHeadToEvaluate(request, reference, facts, hasTurned, remembered?.siblings ?? []),
  ]
  if (JSON.stringify(next) !== JSON.stringify(remembered)) {
    // The others must find it. The record is stored at the end, so until then it is not known to be.
    if (others.length > 0) await memory.remember(key, { ...next, record: remembered?.record ?? null })
    memory.rememberAtEnd(next)
  }
  // The summary lists reviewers that GitHub refused to ask, and was written before the refusal (V5).
  const again: EvaluationJob = {
    reference,
    trigger: { kind: 'look', why: 'GitHub refused a review request' },
  }
  const jobs = [...others, ...(refused.length > 0 ? [again] : [])]
  if (jobs.length > 0) await parts.enqueue(jobs)
  if (later) throw new CommentsPending(later)
  log.info({ verdict: verdict.state, writes: writes.map(({ kind }) => kind) }, 'evaluated')
}

/**
 * Has the record for the board stored when it changed; of several that are one decision the one has it that carries it
 * (V7). Returns the digest to remember.
 */
function record(
  { records }: EvaluationPorts,
  reference: PullRequestReference,
  { verdict, snapshot }: Judged,
  remembered: Memory | null,
): string | null {
  if ((snapshot.remembered.carrying?.by ?? null) !== null) {
    if (remembered?.record !== null) records.forgetAtEnd()
    return null
  }
  if (!('rows' in verdict)) {
    if (verdict.state === 'not an RFC' && remembered?.record !== null) records.forgetAtEnd()
    return verdict.state === 'not an RFC' ? null : (remembered?.record ?? null)
  }
  const kept = recordOf(verdict, snapshot)
  const { isPrivate } = snapshot.repository
  const said = digest({ ...kept, judgedAt: '', isPrivate })
  if (remembered?.record !== said) records.keepAtEnd(reference, isPrivate, kept)
  return said
}

/** Thrown when the check is written but a comment or a reaction is not; retried with less weight. */
export class CommentsPending extends Error {
  override readonly name = 'CommentsPending'
  /** The triggers are answered, so they are closed. */
  readonly isAnswered = true
  readonly retryAfterSeconds: number | null

  constructor(cause: unknown) {
    super('the check is written; a comment or a reaction is not', { cause })
    this.retryAfterSeconds = cause instanceof RateLimited ? cause.retryAfterSeconds : null
  }
}

/**
 * Throws `StaleRead` when the facts do not show what the triggers announced; first turns a success into a
 * failure (V6).
 */
async function mustShowTriggers(
  parts: EvaluationPorts,
  { triggers, attempt }: EvaluationRequest,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<void> {
  const { github, log } = parts
  const unseen = triggersNotVisible(facts, triggers, attempt > PATIENT_TRIES ? 'any' : 'all')
  const waiting: Trigger[] = []
  for (const trigger of unseen) {
    const mayBeGone = trigger.kind === 'remark' && trigger.state === 'present' && attempt > PATIENT_TRIES
    if (mayBeGone && !(await github.postExists(reference, trigger.on, trigger.id))) continue
    waiting.push(trigger)
  }
  if (waiting.length === 0 && !isBehind(facts, remembered, attempt, triggers)) return
  log.info(
    { waiting: waiting.map(({ kind }) => kind) },
    "stale read: GitHub doesn't show what its webhooks announced yet",
  )
  await discardStaleRead(parts, reference, facts, remembered)
}

/** Throws `StaleRead` when a member who joined or left is not shown so yet, or a success is for an older tip (S3, V6). */
async function mustBeCurrent(
  parts: EvaluationPorts,
  { attempt, triggers }: EvaluationRequest,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
  judged: Judged,
): Promise<void> {
  const { snapshot, verdict } = judged
  if (attempt <= PATIENT_TRIES && membershipsNotVisible(snapshot, triggers).length > 0) {
    await discardStaleRead(parts, reference, facts, remembered)
  }
  const ledger = verdict.evaluated.observed?.ledger ?? NO_LEDGER
  if (verdict.state !== 'committed' || !showsOlderTip(ledger, facts)) return
  // That it was shown is evidence, too: a minute later it is believed.
  await recordEvidence(parts, evaluationKey(reference), judged, true)
  await discardStaleRead(parts, reference, facts, remembered)
}

/** Discards a stale read: turns a success into a failure, then throws `StaleRead` so that the job is retried (V6). */
async function discardStaleRead(
  parts: EvaluationPorts,
  reference: PullRequestReference,
  facts: PullRequestFacts,
  remembered: Memory | null,
): Promise<never> {
  if (isGreen(facts, remembered)) {
    await writeUnread(parts, reference, facts, remembered, 'retrying', NOT_SHOWN)
  }
  throw new StaleRead(
    `${reference.owner}/${reference.repo}#${reference.number} doesn't show yet what a webhook announced`,
  )
}

/**
 * Returns the publication as the pull requests with the same head decide it (V7), and as it is with what else makes their
 * check fail. When one of them cannot be read, first takes away a success that this pull request lost by itself.
 */
async function withSameHead(
  parts: EvaluationPorts,
  { attempt }: EvaluationRequest,
  ours: Ours,
  remembered: Memory | null,
  own: Publication,
): Promise<{ readonly decided: Publication; readonly publication: Publication }> {
  const { reference, facts, carrying } = ours
  try {
    const { carrier, beside } = await evaluateSameHead(parts, ours, attempt)
    const decided = carrier ? carried(own, carrier) : own
    return { decided, publication: joined(decided, beside) }
  } catch (error) {
    // What is carried is as green as the one that carries it.
    if (carrying.by === null && own.check.conclusion !== 'success' && isGreen(facts, remembered)) {
      await writeFailure(parts, reference, facts, remembered, own.check, 'failure')
    }
    throw error
  }
}

/** Some servers do not show the App's reactions, or refuse to hide a comment; each is tried once. */
function isDoneAlready(write: Write, remembered: Memory | null): boolean {
  if (write.kind === 'minimize') return remembered?.hidden.includes(write.nodeId) ?? false
  return write.kind === 'react' && (remembered?.reacted[postKey(write)] ?? []).includes(write.reaction)
}
