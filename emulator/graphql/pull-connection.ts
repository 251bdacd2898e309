import type { PullRequest } from '../world/state.ts'
import { connection, type PageArguments } from './connection.ts'
import type { Viewing } from './viewing.ts'

export interface PullFilters extends PageArguments {
  readonly states?: readonly string[]
  readonly headRefName?: string
  readonly baseRefName?: string
  readonly labels?: readonly string[]
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' }
}

/** A page of pull requests after GitHub's filters; by default the oldest first. */
export function pullConnection(
  viewing: Viewing,
  name: string,
  pulls: readonly PullRequest[],
  args: PullFilters,
): unknown {
  const { states, headRefName, baseRefName, labels, orderBy } = args
  const chosen = pulls.filter((pull) => {
    const state = pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase()
    return (
      (!states || states.includes(state)) &&
      (headRefName === undefined || pull.headRef === headRefName) &&
      (baseRefName === undefined || pull.baseRef === baseRefName) &&
      (!labels || labels.some((label) => pull.labels.includes(label)))
    )
  })
  if (orderBy) {
    const key = (pull: PullRequest) => (orderBy.field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt)
    chosen.sort((a, b) => key(a).localeCompare(key(b)) || a.id - b.id)
    if (orderBy.direction === 'DESC') chosen.reverse()
  }
  // With another order than by id, a cursor that is gone cannot be placed by comparing keys; GitHub has the same limit.
  return connection(
    name,
    chosen,
    args,
    ({ id }) => id,
    (pull) => viewing.show.pull(viewing, pull),
  )
}
