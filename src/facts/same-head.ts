import { MERGE_GROUP, readExternalId } from './external-id.ts'
import { type Conclusion, isNamed } from './check-run.ts'
import type { CommitSha, PullRequestNumber, Timestamp } from './ids.ts'
import type { PullRequestFacts, Run } from './snapshot.ts'
import { earliest } from './time.ts'

/**
 * How many other pull requests on the same commit are judged where the one that carries them is no RFC; with more of them
 * the check fails (V7).
 */
export const MOST_SIBLINGS = 5

/** A pull request that shares its head and base with others, and since when that commit is known to have been its tip. */
export interface OnHead {
  readonly number: PullRequestNumber
  readonly since: Timestamp
}

/** Returns the pull request that carries the decision: the one on which the commit was the tip first, then the oldest (V7). */
export function carrierAmong(all: readonly [OnHead, ...OnHead[]]): PullRequestNumber {
  return all.reduce((first, next) =>
    next.since < first.since || (next.since === first.since && next.number < first.number) ? next : first,
  ).number
}

/** Returns when this App first wrote a run on a commit for a pull request, by the start time that GitHub set. */
export function firstRunOn(
  runs: readonly Run[],
  head: CommitSha,
  number: PullRequestNumber,
): Timestamp | null {
  return earliest(
    runs
      .filter(({ commit, externalId }) => commit === head && readExternalId(externalId)?.number === number)
      .map(({ startedAt }) => startedAt),
  )
}

/** The order of V1. */
const RANK = { success: 0, action_required: 1, failure: 2 } as const satisfies Record<Conclusion, number>

/** Returns whether the first conclusion comes before the second in V1. */
export function isWorse(one: Conclusion, other: Conclusion): boolean {
  return RANK[one] > RANK[other]
}

/** Returns whether two pull requests share one check on GitHub: open, with the same head and the same base (GH-147). */
export function sharesCheck(one: PullRequestFacts, other: PullRequestFacts): boolean {
  const [a, b] = [one.pullRequest, other.pullRequest]
  return b.state === 'open' && a.head === b.head && a.baseName === b.baseName
}

/**
 * Returns whether a merge group's own check on this very commit fails. Someone can open a pull request from a commit
 * that the merge queue made; the checks have the same name, and this one must not replace the other (GH-147).
 */
export function isHeldByGroup({ runs, pullRequest }: PullRequestFacts, checkName: string): boolean {
  const newest = runs
    .filter((run) => run.commit === pullRequest.head && isNamed(run, checkName))
    .filter(({ externalId }) => readExternalId(externalId)?.number === MERGE_GROUP)
    .toSorted((a, b) => a.id - b.id)
    .at(-1)
  return newest !== undefined && newest.conclusion !== 'success'
}
