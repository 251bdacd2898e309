import { mergeBox, mergeWithBase } from '../branch-rule.ts'
import { mergeBase } from '../git/history.ts'
import { labelJson } from '../views/repository.ts'
import { announcePull } from '../webhooks/events.ts'
import { must, repositoryOf } from '../world/find.ts'
import { commitsOf } from '../world/pull-request.ts'
import { atLeast, roleOf } from '../world/permission.ts'
import type { Account, MergeMethod, PullRequest, Repository } from '../world/state.ts'
import { nextWideId, type World } from '../world/world.ts'
import { moveBranch } from './branches.ts'
import { commitOn } from './commit.ts'
import { leaveQueue } from './queue-groups.ts'
import { labelOf, tip } from './repositories.ts'
import { note } from './timeline.ts'
import { account, allowed, type Who } from './who.ts'
import { newText, rewrite } from './writing.ts'

export interface NewPullRequest {
  readonly author: Who
  readonly head: string
  /** The fork the branch is in; the repository itself when left out. */
  readonly from?: Repository
  readonly base?: string
  readonly title?: string
  readonly body?: string
  readonly draft?: boolean
}

/** A pull request is opened from a branch that has commits of its own. */
export function openPullRequest(world: World, repository: Repository, options: NewPullRequest): PullRequest {
  const from = options.from ?? repository
  const author = allowed(world, repository, options.author, 'read', 'open a pull request')
  const base = options.base ?? repository.defaultBranch
  const number = repository.numbers.size + 1
  const pull: PullRequest = {
    id: nextWideId(world.state),
    repositoryId: repository.id,
    number,
    title: options.title ?? `Pull request ${number}`,
    headRef: options.head,
    headOid: tip(from, options.head),
    headRepositoryId: from.id,
    headLabel: must(world.state.accounts.get(from.ownerId), 'owner of a fork').login,
    baseRef: base,
    baseOid: tip(repository, base),
    draft: options.draft ?? false,
    state: 'open',
    closedAt: null,
    mergedAt: null,
    mergedById: null,
    mergeCommitOid: null,
    locked: false,
    labels: [],
    reviewRequests: [],
    postIds: [],
    timeline: [],
    autoMerge: null,
    queued: null,
    diff: 'computed',
    ...newText(world, author.id, options.body ?? ''),
  }
  if (mergeBase(world.git(repository), pull.baseOid, pull.headOid) === pull.headOid) {
    throw new Error(`No commits between ${base} and ${options.head}`)
  }
  world.state.pulls.set(pull.id, pull)
  repository.numbers.set(number, pull.id)
  repository.refs.set(`refs/pull/${number}/head`, pull.headOid)
  announcePull(world, pull, 'opened', author.id)
  return pull
}

/** Changes title, description or base; the author may, and everybody with write access. */
export function editPullRequest(
  world: World,
  pull: PullRequest,
  by: Who,
  edits: { readonly title?: string; readonly body?: string; readonly base?: string },
): void {
  const actor = authorOr(world, pull, by, 'write', 'edit a pull request')
  const repository = repositoryOf(world.state, pull)
  const changes: Record<string, unknown> = {}
  if (edits.title !== undefined && edits.title !== pull.title) {
    changes.title = { from: pull.title }
    note(world, pull, actor.id, { type: 'RenamedTitleEvent', previous: pull.title, current: edits.title })
    pull.title = edits.title
  }
  if (edits.body !== undefined && edits.body !== pull.body) {
    changes.body = { from: pull.body }
    rewrite(world, pull, actor.id, edits.body)
  }
  if (edits.base !== undefined && edits.base !== pull.baseRef) {
    leaveQueue(world, pull, 'base_changed')
    changes.base = { ref: { from: pull.baseRef }, sha: { from: pull.baseOid } }
    note(world, pull, actor.id, { type: 'BaseRefChangedEvent', previous: pull.baseRef, current: edits.base })
    pull.baseOid = tip(repository, edits.base)
    pull.baseRef = edits.base
  }
  pull.updatedAt = world.clock.iso()
  announcePull(world, pull, 'edited', actor.id, { changes })
}

export function convertToDraft(world: World, pull: PullRequest, by: Who): void {
  const actor = authorOr(world, pull, by, 'write', 'convert to draft')
  pull.draft = true
  note(world, pull, actor.id, { type: 'ConvertToDraftEvent' })
  announcePull(world, pull, 'converted_to_draft', actor.id)
}

export function markReady(world: World, pull: PullRequest, by: Who): void {
  const actor = authorOr(world, pull, by, 'write', 'mark as ready')
  pull.draft = false
  note(world, pull, actor.id, { type: 'ReadyForReviewEvent' })
  announcePull(world, pull, 'ready_for_review', actor.id)
}

export function label(world: World, pull: PullRequest, by: Who, name: string): void {
  const repository = repositoryOf(world.state, pull)
  const actor = allowed(world, repository, by, 'triage', 'label')
  const added = labelOf(world, repository, name)
  if (pull.labels.includes(added.name)) return
  pull.labels.push(added.name)
  note(world, pull, actor.id, { type: 'LabeledEvent', label: added })
  announcePull(world, pull, 'labeled', actor.id, { label: labelJson(world, repository, added) })
}

export function unlabel(world: World, pull: PullRequest, by: Who, name: string): void {
  const repository = repositoryOf(world.state, pull)
  const actor = allowed(world, repository, by, 'triage', 'take a label off')
  const removed = labelOf(world, repository, name)
  const at = pull.labels.indexOf(removed.name)
  if (at < 0) throw new Error(`#${pull.number} does not carry the label "${name}"`)
  pull.labels.splice(at, 1)
  note(world, pull, actor.id, { type: 'UnlabeledEvent', label: removed })
  announcePull(world, pull, 'unlabeled', actor.id, { label: labelJson(world, repository, removed) })
}

export function close(world: World, pull: PullRequest, by: Who): void {
  const actor = authorOr(world, pull, by, 'triage', 'close a pull request')
  if (pull.state === 'closed') throw new Error(`#${pull.number} is closed already`)
  pull.state = 'closed'
  pull.closedAt = world.clock.iso()
  note(world, pull, actor.id, { type: 'ClosedEvent' })
  announcePull(world, pull, 'closed', actor.id)
  leaveQueue(world, pull, 'closed')
}

export function reopen(world: World, pull: PullRequest, by: Who): void {
  const actor = authorOr(world, pull, by, 'triage', 'reopen a pull request')
  if (pull.state === 'open' || pull.mergedAt !== null) throw new Error(`#${pull.number} cannot be reopened`)
  pull.state = 'open'
  pull.closedAt = null
  note(world, pull, actor.id, { type: 'ReopenedEvent' })
  announcePull(world, pull, 'reopened', actor.id)
}

export interface MergeOptions {
  readonly method?: MergeMethod
  /** An administrator merges past the rules. */
  readonly bypass?: boolean
}

export type MergeOutcome =
  | { readonly merged: true; readonly commit: string }
  | { readonly merged: false; readonly rejection: string }

/** Presses the merge button: GitHub merges, or says which of the branch's rules is not met. */
export function merge(world: World, pull: PullRequest, by: Who, options: MergeOptions = {}): MergeOutcome {
  const repository = repositoryOf(world.state, pull)
  const actor = account(world, by)
  const role = roleOf(world.state, repository, actor.id)
  if (!atLeast(role, 'write')) {
    return { merged: false, rejection: 'You are not authorized to push to this branch.' }
  }
  const box = mergeBox(world, pull)
  if (!box.allowed && !(options.bypass && role === 'admin')) return { merged: false, rejection: box.why }
  return { merged: true, commit: carryOut(world, pull, actor, options.method ?? 'merge') }
}

/** Arms auto-merge: GitHub merges by itself the moment nothing is in the way. */
export function enableAutoMerge(
  world: World,
  pull: PullRequest,
  by: Who,
  method: MergeMethod = 'merge',
): void {
  const actor = allowed(world, repositoryOf(world.state, pull), by, 'write', 'enable auto-merge')
  pull.autoMerge = { byId: actor.id, method }
  announcePull(world, pull, 'auto_merge_enabled', actor.id)
  mergeWhatIsArmed(world, pull)
}

/** Merges a pull request that waits for its checks, if they are there. */
export function mergeWhatIsArmed(world: World, pull: PullRequest): void {
  if (!pull.autoMerge || pull.state !== 'open' || !mergeBox(world, pull).allowed) return
  carryOut(world, pull, account(world, { id: pull.autoMerge.byId }), pull.autoMerge.method)
}

function carryOut(world: World, pull: PullRequest, actor: Account, method: MergeMethod): string {
  const repository = repositoryOf(world.state, pull)
  const base = tip(repository, pull.baseRef)
  const { files } = mergeWithBase(world, pull)
  const author = method === 'merge' ? actor : (world.state.accounts.get(pull.authorId) ?? actor)
  let commit = base
  if (method === 'rebase') {
    // Each commit again on top of the base; the last one has the merged tree.
    const commits = commitsOf(world, pull)
    for (const [index, each] of commits.entries()) {
      const last = index === commits.length - 1
      const tree = last ? files : world.git(repository).flat(each.tree)
      commit = commitOn(world, repository, { files: tree, parents: [commit], author, message: each.message })
    }
  } else {
    const message =
      method === 'merge'
        ? `Merge pull request #${pull.number} from ${pull.headLabel}/${pull.headRef}\n\n${pull.title}`
        : `${pull.title} (#${pull.number})`
    const parents = method === 'merge' ? [base, pull.headOid] : [base]
    commit = commitOn(world, repository, { files, parents, author, message })
  }
  const now = world.clock.iso()
  pull.baseOid = base
  pull.state = 'closed'
  pull.closedAt = now
  pull.mergedAt = now
  pull.mergedById = actor.id
  pull.mergeCommitOid = commit
  pull.autoMerge = null
  leaveQueue(world, pull, 'merged')
  note(world, pull, actor.id, { type: 'MergedEvent', commit })
  note(world, pull, actor.id, { type: 'ClosedEvent' })
  moveBranch(world, repository, pull.baseRef, commit, actor, false)
  announcePull(world, pull, 'closed', actor.id)
  return commit
}

/** The author of a pull request, or somebody with the role; throws otherwise. */
function authorOr(
  world: World,
  pull: PullRequest,
  by: Who,
  needed: 'triage' | 'write',
  what: string,
): Account {
  const actor = account(world, by)
  return actor.id === pull.authorId
    ? actor
    : allowed(world, repositoryOf(world.state, pull), actor, needed, what)
}
