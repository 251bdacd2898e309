import { mergedTree } from '../branch-rule.ts'
import { announceIn, announcePull } from '../webhooks/events.ts'
import { must, pullsOf, repositoryOf } from '../world/find.ts'
import type { PullRequest, QueueEntry, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { commitOn } from './commit.ts'
import { tip } from './repositories.ts'
import { note } from './timeline.ts'

/** A pull request that stands in a merge queue. */
export type Queued = PullRequest & { queued: QueueEntry }

/** The merge queue of a branch, in its order. */
export function queueOf(world: World, repository: Repository, branch: string): readonly Queued[] {
  return pullsOf(world.state, repository)
    .filter((pull): pull is Queued => pull.queued !== null && pull.baseRef === branch)
    .sort((a, b) => a.queued.id - b.queued.id)
}

/**
 * Gives every entry its group: the first stands on the branch, each other one on the group before it (GH-151). A group
 * that stands on something else is destroyed and made anew; an entry that no longer merges leaves the queue.
 */
export function fitGroups(world: World, repository: Repository, branch: string): void {
  let base = tip(repository, branch)
  for (const pull of queueOf(world, repository, branch)) {
    if (pull.queued.baseOid !== base && !makeGroup(world, repository, pull, base)) {
      remove(world, pull, 'merge_conflict')
      continue
    }
    base = pull.queued.headOid
  }
}

/** A pull request leaves the queue, and the groups behind it are made anew; nothing happens where it is in none. */
export function leaveQueue(world: World, pull: PullRequest, reason: string): void {
  if (pull.queued === null) return
  remove(world, pull, reason)
  fitGroups(world, repositoryOf(world.state, pull), pull.baseRef)
}

/** GitHub reports that a group was destroyed, and deletes its ref. */
export function destroyGroup(
  world: World,
  pull: PullRequest,
  entry: QueueEntry,
  reason: 'merged' | 'invalidated' | 'dequeued',
): void {
  if (entry.ref === '') return
  const repository = repositoryOf(world.state, pull)
  announceIn(world, repository, 'merge_group', entry.byId, {
    action: 'destroyed',
    reason,
    merge_group: groupJson(world, pull, entry),
  })
  repository.refs.delete(entry.ref)
}

function remove(world: World, pull: PullRequest, reason: string): void {
  const entry = must(pull.queued, `queue entry of #${pull.number}`)
  pull.queued = null
  note(world, pull, entry.byId, { type: 'RemovedFromMergeQueueEvent', reason })
  destroyGroup(world, pull, entry, 'dequeued')
  announcePull(world, pull, 'dequeued', entry.byId, { reason: reason.toUpperCase() })
}

function makeGroup(world: World, repository: Repository, pull: Queued, base: string): boolean {
  const { files, conflicts } = mergedTree(world.git(repository), base, pull.headOid)
  if (conflicts.length > 0) return false
  const before = pull.queued
  const headOid = commitOn(world, repository, {
    files,
    parents: [base, pull.headOid],
    author: must(world.state.accounts.get(before.byId), 'who enqueued'),
    message: `Merge pull request #${pull.number} from ${pull.headLabel}/${pull.headRef}\n\n${pull.title}`,
  })
  destroyGroup(world, pull, before, 'invalidated')
  const name = world.quirks.oddGroupRefs ? 'refs/heads/queue' : 'refs/heads/gh-readonly-queue'
  const ref = `${name}/${pull.baseRef}/pr-${pull.number}-${base}`
  const entry = { ...before, headOid, baseOid: base, ref }
  pull.queued = entry
  repository.refs.set(ref, headOid)
  announceIn(world, repository, 'merge_group', entry.byId, {
    action: 'checks_requested',
    merge_group: groupJson(world, pull, entry),
  })
  return true
}

function groupJson(world: World, pull: PullRequest, { headOid, baseOid, ref }: QueueEntry) {
  const { tree, message } = world.git(repositoryOf(world.state, pull)).mustCommit(headOid)
  return {
    head_sha: headOid,
    head_ref: ref,
    base_sha: baseOid,
    base_ref: `refs/heads/${pull.baseRef}`,
    head_commit: { id: headOid, tree_id: tree, message },
  }
}
