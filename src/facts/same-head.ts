import { MERGE_GROUP, readExternalId } from './external-id.ts'
import { type Conclusion, isNamed } from './check-run.ts'
import type { PullRequestFacts } from './snapshot.ts'

/** So many other pull requests on one commit are judged beside each; more fail (V7). */
export const MOST_SIBLINGS = 5

/** The order of V1. */
const RANK = { success: 0, action_required: 1, failure: 2 } as const satisfies Record<Conclusion, number>

/** Whether the first conclusion stands above the second in V1. */
export function isWorse(one: Conclusion, other: Conclusion): boolean {
  return RANK[one] > RANK[other]
}

/** Whether GitHub takes one check for both: open, with the same head and the same base (GH-147). */
export function sharesCheck(one: PullRequestFacts, other: PullRequestFacts): boolean {
  const [a, b] = [one.pullRequest, other.pullRequest]
  return b.state === 'open' && a.head === b.head && a.baseName === b.baseName
}

/**
 * Whether a merge group's own check on this very commit is red: somebody opened a pull request from a commit that the
 * merge queue made. Its check there has the same name, and must not be passed by (GH-147).
 */
export function isHeldByGroup({ runs, pullRequest }: PullRequestFacts, checkName: string): boolean {
  const newest = runs
    .filter((run) => run.commit === pullRequest.head && isNamed(run, checkName))
    .filter(({ externalId }) => readExternalId(externalId)?.number === MERGE_GROUP)
    .toSorted((a, b) => a.id - b.id)
    .at(-1)
  return newest !== undefined && newest.conclusion !== 'success'
}
