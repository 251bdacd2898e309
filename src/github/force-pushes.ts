import type { ForcePush } from '../domain/snapshot.ts'
import { wholeSecond } from '../domain/time.ts'
import type { ForcePushNode } from './pull-request-answer.ts'
import type { CommitNode } from './runs.ts'

/** The force-pushes of a pull request and the commits they hid, with what runs stand on those. */
export interface Hidden {
  readonly forcePushes: readonly ForcePush[]
  readonly commits: readonly CommitNode[]
}

/**
 * What force-pushes hid, as far as one answer shows it: 30 commits back from each hidden head. Some of them may be
 * the base's own; no run there names this pull request, so they tell nothing and do no harm. Where more than 30 were
 * hidden the oldest are missed, and what was said on them pins nothing (F1).
 */
export function hiddenBy(nodes: readonly ForcePushNode[]): Hidden {
  const commits = new Map<string, CommitNode>()
  const forcePushes = nodes.map(({ createdAt, beforeCommit, afterCommit }) => {
    // A commit that nothing leads to is collected as garbage in the end; then GitHub gives no `beforeCommit`.
    const history = (beforeCommit?.history.nodes ?? []).filter((node) => node !== null)
    for (const commit of history) commits.set(commit.oid, commit)
    return {
      at: wholeSecond(createdAt),
      before: beforeCommit?.oid ?? null,
      after: afterCommit?.oid ?? null,
      lineage: history.map(({ oid }) => oid),
    }
  })
  return { forcePushes, commits: [...commits.values()] }
}
