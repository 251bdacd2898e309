import type { CommitSha, PullRequestNumber, Timestamp } from './ids.ts'
import type { Run } from './snapshot.ts'

/** What GitHub returns for a merge group: its commit, and the queue that the group must end (V8, GH-151). */
export interface GroupFacts {
  /** GitHub's clock when it answered. */
  readonly at: Timestamp
  readonly repositoryUrl: string
  readonly baseName: string
  /** Null where there is no such branch. */
  readonly baseTip: CommitSha | null
  readonly commit: CommitSha
  /** Own check runs on the group's commit; null where GitHub does not know the commit. */
  readonly runs: readonly Run[] | null
  /** The merge queue of the base branch in its order; null where it has none. */
  readonly entries: readonly GroupEntry[] | null
  /** The App may not read merge queues: then `entries` proves nothing (GH-32). */
  readonly isQueueHidden: boolean
  /** The queue has more entries than were read. */
  readonly hasMore: boolean
}

/** An entry of a merge queue. Null is what GitHub did not return. */
export interface GroupEntry {
  readonly number: PullRequestNumber | null
  /** The commit that was made to test this entry with all before it. */
  readonly headCommit: CommitSha | null
  /** The parent of that commit in the queue: the commit of the entry before it, or the tip of the base branch. */
  readonly baseCommit: CommitSha | null
  /** GitHub could not make it part of a group, or its checks failed. */
  readonly isUnmergeable: boolean
}

/** Which pull requests merge with a group, or why that is unknown. */
export type Group =
  /** From the base branch to the group's commit. */
  | { readonly kind: 'members'; readonly numbers: readonly PullRequestNumber[] }
  /** The base branch is at the commit already. */
  | { readonly kind: 'merged' }
  | { readonly kind: 'unknown'; readonly why: string }

/**
 * Returns the pull requests of a group: from its commit back, entry by entry, to the tip of the base branch (V8). All
 * of them count under every merging strategy, because `HEADGREEN` merges a failing one together with a passing one
 * (GH-152).
 */
export function groupOf(facts: GroupFacts): Group {
  const { baseName, baseTip, commit, entries } = facts
  if (baseTip === commit) return { kind: 'merged' }
  if (baseTip === null) return unknown(`The branch ${baseName} doesn't exist.`)
  if (facts.runs === null) return unknown("GitHub doesn't show the commit of this merge group.")
  if (facts.isQueueHidden) return unknown(HIDDEN_QUEUE)
  if (entries === null) return unknown(`The branch ${baseName} has no merge queue.`)
  const last = entries.findLastIndex(({ headCommit }) => headCommit === commit)
  if (last === -1) {
    return unknown(
      facts.hasMore
        ? `The merge queue has more than ${entries.length} pull requests, and this one is not among the first.`
        : 'The merge queue has no entry for this commit.',
    )
  }
  return membersBack(facts, entries.slice(0, last + 1), baseTip)
}

function membersBack(
  { baseName, commit }: GroupFacts,
  entries: readonly GroupEntry[],
  baseTip: CommitSha,
): Group {
  const inGroup = new Set<GroupEntry>()
  let at = commit
  while (at !== baseTip) {
    // Entries that share a commit are merged together.
    const here = entries.filter((entry) => entry.headCommit === at && !inGroup.has(entry))
    const below = here.find(({ baseCommit }) => baseCommit !== null && baseCommit !== at)?.baseCommit
    if (!below)
      return unknown(`The merge queue's entries don't lead from this commit back to the tip of ${baseName}.`)
    for (const entry of here) inGroup.add(entry)
    at = below
  }
  // It is not documented that each entry has a commit of its own (GH-151): one without may be part of a later one.
  const hidden = entries.filter((entry) => entry.headCommit === null && !entry.isUnmergeable)
  if (hidden.length > 0) return unknown('GitHub is rebuilding the merge queue.')
  const numbers = entries.filter((entry) => inGroup.has(entry)).map(({ number }) => number)
  if (numbers.includes(null)) return unknown('The merge queue has an entry without a pull request.')
  return { kind: 'members', numbers: [...new Set(numbers)].filter((number) => number !== null) }
}

const HIDDEN_QUEUE =
  'This App can\'t read the merge queue. An owner of the account must accept the permission "Merge queues: read" in the settings of the installed App.'

function unknown(why: string): Group {
  return { kind: 'unknown', why }
}

/** One pull request of a group and what its verdict comes to there. */
export interface Member {
  readonly number: PullRequestNumber
  readonly title: string
  readonly isRfc: boolean
  /** `unclear`: GitHub's answers do not agree yet, and are asked for again. */
  readonly kind: 'green' | 'red' | 'unclear'
  /** The verdict in a few words, for the group's check. */
  readonly says: string
}
