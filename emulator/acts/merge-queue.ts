import { mergeBox, requiredChecks } from '../branch-rule.ts'
import { announcePull } from '../webhooks/events.ts'
import { must, repositoryOf } from '../world/find.ts'
import type { PullRequest, Repository } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'
import { moveBranch } from './branches.ts'
import { destroyGroup, fitGroups, leaveQueue, type Queued, queueOf } from './queue-groups.ts'
import { note } from './timeline.ts'
import { allowed, type Who } from './who.ts'

/** How a queue lets entries merge: each only when it passes itself, or failing ones with a passing one behind (GH-152). */
export function setMergingStrategy(
  _: World,
  repository: Repository,
  branch: string,
  strategy: 'ALLGREEN' | 'HEADGREEN',
): void {
  if (strategy === 'HEADGREEN') repository.headGreenQueues.add(branch)
  else repository.headGreenQueues.delete(branch)
}

/**
 * Puts a pull request that may be merged into the merge queue: GitHub makes the group's commit and asks for checks on
 * it (GH-150). Gives that commit. Throws where the branch's rules are not met, or the group would have conflicts.
 */
export function enqueue(world: World, pull: PullRequest, by: Who): string {
  const repository = repositoryOf(world.state, pull)
  const actor = allowed(world, repository, by, 'write', 'enqueue')
  const box = mergeBox(world, pull)
  if (!box.allowed) throw new Error(`#${pull.number} cannot be enqueued: ${box.why}`)
  pull.queued = {
    id: nextId(world.state),
    at: world.clock.iso(),
    byId: actor.id,
    headOid: '',
    baseOid: '',
    ref: '',
  }
  note(world, pull, actor.id, { type: 'AddedToMergeQueueEvent' })
  announcePull(world, pull, 'enqueued', actor.id)
  fitGroups(world, repository, pull.baseRef)
  // Nothing is merged before a result of some check has come, whatever the branch requires.
  return must(pull.queued, `group of #${pull.number}`).headOid
}

/** Somebody takes a pull request out of the queue. */
export function dequeue(world: World, pull: PullRequest, by: Who): void {
  const repository = repositoryOf(world.state, pull)
  allowed(world, repository, by, 'write', 'dequeue')
  leaveQueue(world, pull, 'manual')
  advance(world, repository, pull.baseRef)
}

/** After a check on a commit: the queue it belongs to merges the instant its checks allow it. */
export function advanceQueues(world: World, repositoryId: number, headOid: string): void {
  for (const pull of [...world.state.pulls.values()]) {
    if (pull.repositoryId !== repositoryId || pull.queued?.headOid !== headOid) continue
    advance(world, repositoryOf(world.state, pull), pull.baseRef)
  }
}

/** Merges what may be merged and throws out what stands first and fails, until the queue has to wait. */
function advance(world: World, repository: Repository, branch: string): void {
  for (;;) {
    const entries = queueOf(world, repository, branch)
    const [first] = entries
    if (!first) return
    const checks = entries.map(({ queued }) => requiredChecks(world, repository, branch, queued.headOid))
    const isHeadGreen = repository.headGreenQueues.has(branch)
    const waiting = checks.findIndex((state) => state !== 'passing')
    const ready = isHeadGreen ? checks.lastIndexOf('passing') + 1 : waiting === -1 ? entries.length : waiting
    const isLost = isHeadGreen ? checks.every((state) => state === 'failing') : checks[0] === 'failing'
    if (ready > 0) mergeAll(world, repository, branch, entries.slice(0, ready))
    else if (isLost) leaveQueue(world, first, 'failed_checks')
    else return
  }
}

/** The branch moves to the last group's commit, and with it all of them are merged. */
function mergeAll(world: World, repository: Repository, branch: string, entries: readonly Queued[]): void {
  const last = must(entries.at(-1), 'entry to merge')
  const now = world.clock.iso()
  const done = entries.map((pull) => ({ pull: pull as PullRequest, entry: pull.queued }))
  for (const { pull, entry } of done) {
    pull.queued = null
    pull.baseOid = entry.baseOid
    pull.state = 'closed'
    pull.closedAt = now
    pull.mergedAt = now
    pull.mergedById = entry.byId
    pull.mergeCommitOid = entry.headOid
    pull.autoMerge = null
    note(world, pull, entry.byId, { type: 'MergedEvent', commit: entry.headOid })
    note(world, pull, entry.byId, { type: 'ClosedEvent' })
  }
  const actor = must(world.state.accounts.get(done.at(-1)?.entry.byId ?? -1), 'who enqueued')
  const target = must(last.mergeCommitOid, 'commit to merge')
  moveBranch(world, repository, branch, target, actor, false)
  for (const { pull, entry } of done) {
    announcePull(world, pull, 'closed', entry.byId)
    destroyGroup(world, pull, entry, 'merged')
  }
}
