import { mergeBase } from '../git/history.ts'
import { mergeTrees } from '../git/merge.ts'
import { announceCheckSuite, announcePull, announcePush } from '../webhooks/events.ts'
import { must, repositoryOf, suitesOn } from '../world/find.ts'
import { installationOn } from '../world/installation.ts'
import type { Account, PullRequest, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { type Changes, writeFiles } from './changes.ts'
import { suiteOn } from './checks.ts'
import { commitOn } from './commit.ts'
import { fitGroups, leaveQueue } from './queue-groups.ts'
import { tip } from './repositories.ts'
import { note } from './timeline.ts'
import { allowed, type Who } from './who.ts'

export interface PushOptions {
  readonly by: Who
  readonly message?: string
}

/** Commits changes on top of a branch, or of the default branch where the branch is new, and pushes. */
export function push(
  world: World,
  repository: Repository,
  branch: string,
  changes: Changes,
  { by, message = 'Change' }: PushOptions,
): string {
  const author = allowed(world, repository, by, 'write', 'push')
  const parent = repository.refs.get(`refs/heads/${branch}`) ?? tip(repository, repository.defaultBranch)
  const files = writeFiles(world.git(repository), world.git(repository).filesOf(parent), changes)
  const oid = commitOn(world, repository, { files, parents: [parent], author, message })
  moveBranch(world, repository, branch, oid, author, false)
  return oid
}

/** Replaces what a branch points at: a commit, or changes on top of `onto` (by default the default branch's tip). */
export function forcePush(
  world: World,
  repository: Repository,
  branch: string,
  to: string | Changes,
  { by, message = 'Change', onto }: PushOptions & { readonly onto?: string },
): string {
  const author = allowed(world, repository, by, 'write', 'push')
  const git = world.git(repository)
  let oid: string
  if (typeof to === 'string') oid = git.mustCommit(to).oid
  else {
    const parent = onto ?? tip(repository, repository.defaultBranch)
    const files = writeFiles(git, git.filesOf(parent), to)
    oid = commitOn(world, repository, { files, parents: [parent], author, message })
  }
  moveBranch(world, repository, branch, oid, author, true)
  return oid
}

/** The "Update branch" button: merges the base into the pull request's branch. `resolve` settles what is in conflict. */
export function mergeBaseInto(world: World, pull: PullRequest, by: Who, resolve: Changes = {}): string {
  const repository = repositoryOf(world.state, pull)
  const head = must(world.state.repositories.get(pull.headRepositoryId ?? -1), 'head repository')
  const author = allowed(world, head, by, 'write', 'update the branch')
  const git = world.git(repository)
  const base = tip(repository, pull.baseRef)
  const common = mergeBase(git, base, pull.headOid)
  const merged = mergeTrees(
    git,
    common === undefined ? new Map() : git.filesOf(common),
    git.filesOf(pull.headOid),
    git.filesOf(base),
  )
  const open = merged.conflicts.filter((path) => !Object.hasOwn(resolve, path))
  if (open.length > 0) throw new Error(`Merging ${pull.baseRef} leaves conflicts in ${open.join(', ')}`)
  const files = writeFiles(git, merged.files, resolve)
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`
  const oid = commitOn(world, repository, { files, parents: [pull.headOid, base], author, message })
  moveBranch(world, head, pull.headRef, oid, author, false)
  return oid
}

/** A branch goes: what is open from it closes, what is open against it moves to the default branch (GH-148). */
export function deleteBranch(world: World, repository: Repository, branch: string, by: Who): void {
  const actor = allowed(world, repository, by, 'write', 'delete a branch')
  const before = tip(repository, branch)
  repository.refs.delete(`refs/heads/${branch}`)
  announcePush(
    world,
    repository,
    { ref: `refs/heads/${branch}`, before, after: '0'.repeat(40), forced: false },
    actor.id,
  )
  for (const pull of world.state.pulls.values()) {
    if (pull.state !== 'open') continue
    if (pull.headRepositoryId === repository.id && pull.headRef === branch) {
      note(world, pull, actor.id, { type: 'HeadRefDeletedEvent', ref: branch })
      pull.state = 'closed'
      pull.closedAt = world.clock.iso()
      note(world, pull, actor.id, { type: 'ClosedEvent' })
      announcePull(world, pull, 'closed', actor.id)
    } else if (pull.repositoryId === repository.id && pull.baseRef === branch) {
      pull.baseRef = repository.defaultBranch
      pull.baseOid = tip(repository, repository.defaultBranch)
      note(world, pull, actor.id, {
        type: 'AutomaticBaseChangeSucceededEvent',
        previous: branch,
        current: pull.baseRef,
      })
      announcePull(world, pull, 'edited', actor.id, {
        changes: { base: { ref: { from: branch }, sha: { from: before } } },
      })
    }
  }
}

/** Moves a branch, with all that follows: a check suite, the pull requests from it, the events. */
export function moveBranch(
  world: World,
  repository: Repository,
  branch: string,
  oid: string,
  actor: Account,
  force: boolean,
): void {
  const ref = `refs/heads/${branch}`
  const before = repository.refs.get(ref)
  if (before === oid) return
  repository.refs.set(ref, oid)
  announcePush(
    world,
    repository,
    { ref, before: before ?? '0'.repeat(40), after: oid, forced: force && before !== undefined },
    actor.id,
  )
  requestSuite(world, repository, oid, branch, actor.id)
  for (const pull of world.state.pulls.values()) {
    if (pull.state !== 'open') continue
    if (pull.headRepositoryId === repository.id && pull.headRef === branch) {
      follow(world, pull, oid, actor.id, force)
    } else if (force && before && pull.repositoryId === repository.id && pull.baseRef === branch) {
      note(world, pull, actor.id, { type: 'BaseRefForcePushedEvent', before, after: oid })
    }
  }
  // Groups that stood on the old tip are made anew.
  fitGroups(world, repository, branch)
}

/** A pull request takes over its branch's new tip. */
function follow(world: World, pull: PullRequest, oid: string, actorId: number, force: boolean): void {
  const before = pull.headOid
  const repository = repositoryOf(world.state, pull)
  if (force) note(world, pull, actorId, { type: 'HeadRefForcePushedEvent', before, after: oid })
  pull.headOid = oid
  pull.baseOid = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseOid
  pull.updatedAt = world.clock.iso()
  repository.refs.set(`refs/pull/${pull.number}/head`, oid)
  announcePull(world, pull, 'synchronize', actorId, { before, after: oid })
  leaveQueue(world, pull, 'branch_updated')
}

/** GitHub opens a check suite for a push, for Apps that write checks and only in the same repository (GH-145). */
function requestSuite(
  world: World,
  repository: Repository,
  oid: string,
  branch: string,
  actorId: number,
): void {
  const installation = installationOn(world.state, world.appId, repository)
  if (installation?.permissions.checks !== 'write') return
  if (suitesOn(world.state, repository, oid).some(({ appId }) => appId === world.appId)) return
  announceCheckSuite(world, suiteOn(world, repository, oid, world.appId, branch), 'requested', actorId)
}
