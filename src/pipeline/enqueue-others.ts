import type { CheckRun } from '../facts/check-run.ts'
import type { PullRequestNumber } from '../facts/ids.ts'
import type { GroupReference, PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import type { EvaluationJob, Trigger } from '../facts/trigger.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'

/** Enqueues the merge groups of a pull request that does not pass (V8). */
export async function enqueueGroups(
  parts: Pick<EvaluationPorts, 'enqueue' | 'memory'>,
  reference: PullRequestReference,
  facts: Pick<PullRequestFacts, 'queue' | 'pullRequest'>,
  check: CheckRun,
  hasTurned = false,
): Promise<void> {
  const jobs = await groupsToEvaluate(parts, reference, facts, check, hasTurned)
  if (jobs.length > 0) await parts.enqueue(jobs)
}

/**
 * Returns the merge groups of a pull request that does not pass (V8). Also once when it starts to pass: a waiting group
 * need not fail then.
 */
export async function groupsToEvaluate(
  { memory }: Pick<EvaluationPorts, 'memory'>,
  reference: PullRequestReference,
  { queue, pullRequest }: Pick<PullRequestFacts, 'queue' | 'pullRequest'>,
  { conclusion }: CheckRun,
  hasTurned: boolean,
): Promise<readonly EvaluationJob[]> {
  const passes = conclusion === 'success'
  if (passes && !hasTurned) return []
  const { number, ...repository } = reference
  const place = queue.findIndex((entry) => entry.number === number)
  const queued = (place === -1 ? [] : queue.slice(place)).flatMap(({ headCommit }) =>
    headCommit === null ? [] : [headCommit],
  )
  const baseRef = `refs/heads/${pullRequest.baseName}`
  const groups = new Map<string, GroupReference>(
    queued.map((headSha) => [headSha, { ...repository, kind: 'merge-group', headSha, baseRef }]),
  )
  // The queue may have changed since a check was written on a group, and that check still counts.
  for (const { reference: group, memory: held } of await memory.groups(reference)) {
    if (held.members.includes(number) && passes === (held.written?.conclusion !== 'success')) {
      groups.set(group.headSha, group)
    }
  }
  const why = `#${number} is in the merge group and ${passes ? 'passes now' : 'does not pass'}`
  const trigger: Trigger = { kind: 'look', why, ...(!passes && { takesAway: true }) }
  return [...groups.values()].map((group) => ({ reference: group, trigger }))
}

/**
 * Returns the pull requests with the same head, which share the check (GH-147). An evaluation that changes nothing
 * returns none, so this ends.
 */
export function sameHeadToEvaluate(
  { triggers }: EvaluationRequest,
  reference: PullRequestReference,
  { sameHead, pullRequest }: PullRequestFacts,
  hasTurned: boolean,
  before: readonly PullRequestNumber[],
): readonly EvaluationJob[] {
  const isNews = hasTurned || triggers.some(({ kind }) => kind !== 'look')
  const now = isNews ? sameHead.map(({ number }) => number) : []
  // A pull request that no longer shares the head still shows our check until it is evaluated.
  const left = before.filter((number) => !sameHead.some((sibling) => sibling.number === number))
  const numbers = [...new Set([...now, ...left])]
  const why = `#${pullRequest.number} has or had the same head`
  return numbers.map((number) => ({ reference: { ...reference, number }, trigger: { kind: 'look', why } }))
}
