import type { CheckRun } from '../facts/check-run.ts'
import type { GroupReference, PullRequestReference } from '../facts/reference.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import type { Trigger } from '../facts/trigger.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'

/**
 * What is merged together with a pull request that is not green must not be: its groups are looked at again (V8); and
 * once more when it turned green, for a group that waits need not fail.
 */
export async function enqueueGroups(
  { enqueue, memory }: Pick<EvaluationPorts, 'enqueue' | 'memory'>,
  reference: PullRequestReference,
  { queue, pullRequest }: Pick<PullRequestFacts, 'queue' | 'pullRequest'>,
  { conclusion }: CheckRun,
  hasTurned = false,
): Promise<void> {
  const passes = conclusion === 'success'
  if (passes && !hasTurned) return
  const { number, ...repository } = reference
  const place = queue.findIndex((entry) => entry.number === number)
  const queued = (place === -1 ? [] : queue.slice(place)).flatMap(({ headCommit }) =>
    headCommit === null ? [] : [headCommit],
  )
  const baseRef = `refs/heads/${pullRequest.baseName}`
  const groups = new Map<string, GroupReference>(
    queued.map((headSha) => [headSha, { ...repository, kind: 'merge-group', headSha, baseRef }]),
  )
  // GitHub's queue may have changed since a check was written on a group, and the group's check is still what counts.
  for (const { reference: group, memory: held } of await memory.groups(reference)) {
    if (held.members.includes(number) && passes === (held.written?.conclusion !== 'success')) {
      groups.set(group.headSha, group)
    }
  }
  const why = `#${number} is in the merge group, and ${passes ? 'passes now' : 'does not pass'}`
  const trigger: Trigger = { kind: 'look', why, ...(!passes && { takesAway: true }) }
  if (groups.size > 0) await enqueue([...groups.values()].map((group) => ({ reference: group, trigger })))
}

/**
 * Pull requests that share the head share the check: what happens to one is looked at from the others, too (GH-147). A look
 * that finds what it found before rings nobody, so it comes to an end.
 */
export async function enqueueSameHead(
  { enqueue }: EvaluationPorts,
  { triggers }: EvaluationRequest,
  reference: PullRequestReference,
  { sameHead, pullRequest }: PullRequestFacts,
  hasTurned: boolean,
  before: readonly number[],
): Promise<void> {
  const isNews = hasTurned || triggers.some(({ kind }) => kind !== 'look')
  const now = isNews ? sameHead.map(({ number }) => number) : []
  // Who is left behind on a head sees there what was written for us, until it is looked at again.
  const left = before.filter((number) => !sameHead.some((sibling) => sibling.number === number))
  const numbers = [...new Set([...now, ...left])]
  if (numbers.length === 0) return
  const why = `#${pullRequest.number} has, or had, the same head`
  await enqueue(
    numbers.map((number) => ({ reference: { ...reference, number }, trigger: { kind: 'look', why } })),
  )
}
