import { announceLineComment, announcePull, announceReview } from '../webhooks/events.ts'
import { accountJson } from '../views/account.ts'
import { must, repositoryOf } from '../world/find.ts'
import type { Account, LineComment, PullRequest, Review, ReviewState } from '../world/state.ts'
import { nextId, nextWideId, type World } from '../world/world.ts'
import { note } from './timeline.ts'
import { allowed, type Who } from './who.ts'
import { newText } from './writing.ts'

export type Opinion = 'approve' | 'request changes' | 'comment'

const STATES: Readonly<Record<Opinion, ReviewState>> = {
  approve: 'APPROVED',
  'request changes': 'CHANGES_REQUESTED',
  comment: 'COMMENTED',
}

export interface LinePost {
  readonly path: string
  readonly line: number
  readonly body: string
}

export interface ReviewOptions {
  /** The commit the reviewer looked at; the head when left out. */
  readonly commit?: string
  readonly comments?: readonly LinePost[]
  readonly viaEmail?: boolean
}

/** A review is submitted, with its line comments. Nobody approves or refuses their own pull request. */
export function review(
  world: World,
  pull: PullRequest,
  by: Who,
  opinion: Opinion,
  body = '',
  options: ReviewOptions = {},
): Review {
  const started = startReview(world, pull, by, body, options)
  submitReview(world, started, opinion)
  return started
}

/** A review begun and not yet submitted: its writer alone can see it. */
export function startReview(
  world: World,
  pull: PullRequest,
  by: Who,
  body = '',
  options: ReviewOptions = {},
): Review {
  const author = allowed(world, repositoryOf(world.state, pull), by, 'read', 'review')
  const made: Review = {
    kind: 'review',
    id: nextWideId(world.state),
    pullId: pull.id,
    viaAppId: null,
    minimized: null,
    state: 'PENDING',
    submittedAt: null,
    commitOid: options.commit ?? pull.headOid,
    ...newText(world, author.id, body, options.viaEmail),
  }
  world.state.posts.set(made.id, made)
  pull.postIds.push(made.id)
  for (const each of options.comments ?? []) addLineComment(world, pull, author, made, each)
  return made
}

/** Submits a review: from now on it has a time, and its writer is no longer a requested reviewer. */
export function submitReview(world: World, started: Review, opinion: Opinion): void {
  const pull = must(world.state.pulls.get(started.pullId), 'pull request of a review')
  if (opinion !== 'comment' && started.authorId === pull.authorId) {
    throw new Error(`Can not ${opinion} on your own pull request`)
  }
  started.state = STATES[opinion]
  started.submittedAt = world.clock.iso()
  started.updatedAt = started.submittedAt
  pull.updatedAt = started.submittedAt
  const asked = pull.reviewRequests.findIndex(
    (each) => each.kind === 'user' && each.reviewerId === started.authorId,
  )
  if (asked >= 0) pull.reviewRequests.splice(asked, 1)
  announceReview(world, started, 'submitted', started.authorId)
  for (const id of pull.postIds) {
    const post = world.state.posts.get(id)
    if (post?.kind === 'line' && post.reviewId === started.id) {
      announceLineComment(world, post, 'created', started.authorId)
    }
  }
}

/** A single comment on a line: for GitHub a review of its own, with nothing in its body. */
export function lineComment(world: World, pull: PullRequest, by: Who, post: LinePost): LineComment {
  const started = startReview(world, pull, by)
  const author = must(world.state.accounts.get(started.authorId), 'author of a review')
  const made = addLineComment(world, pull, author, started, post)
  submitReview(world, started, 'comment')
  return made
}

/** Takes away what a review's state counted for. Its words stay. */
export function dismissReview(world: World, dismissed: Review, by: Who, message: string): void {
  const pull = must(world.state.pulls.get(dismissed.pullId), 'pull request of a review')
  const actor = allowed(world, repositoryOf(world.state, pull), by, 'write', 'dismiss a review')
  const previous = dismissed.state
  if (previous !== 'APPROVED' && previous !== 'CHANGES_REQUESTED') {
    throw new Error('Can only dismiss reviews that approve or request changes')
  }
  dismissed.state = 'DISMISSED'
  dismissed.updatedAt = world.clock.iso()
  note(world, pull, actor.id, { type: 'ReviewDismissedEvent', reviewId: dismissed.id, previous, message })
  announceReview(world, dismissed, 'dismissed', actor.id)
}

/** Asks somebody for a review; a second time changes nothing. */
export function requestReview(
  world: World,
  pull: PullRequest,
  actor: Account,
  reviewer: { readonly kind: 'user' | 'team'; readonly reviewerId: number },
): void {
  if (
    pull.reviewRequests.some((each) => each.kind === reviewer.kind && each.reviewerId === reviewer.reviewerId)
  ) {
    return
  }
  const request = { id: nextId(world.state), ...reviewer }
  pull.reviewRequests.push(request)
  note(world, pull, actor.id, { type: 'ReviewRequestedEvent', reviewer: request })
  announcePull(
    world,
    pull,
    'review_requested',
    actor.id,
    reviewer.kind === 'user' ? { requested_reviewer: accountJson(world, reviewer.reviewerId) } : {},
  )
}

/** Takes a request for a review back. */
export function unrequestReview(world: World, pull: PullRequest, by: Who, whose: Account): void {
  const actor = allowed(world, repositoryOf(world.state, pull), by, 'triage', 'remove a review request')
  const at = pull.reviewRequests.findIndex((each) => each.kind === 'user' && each.reviewerId === whose.id)
  const [removed] = at < 0 ? [] : pull.reviewRequests.splice(at, 1)
  if (!removed) throw new Error(`@${whose.login} was not asked for a review`)
  note(world, pull, actor.id, { type: 'ReviewRequestRemovedEvent', reviewer: removed })
  announcePull(world, pull, 'review_request_removed', actor.id, {
    requested_reviewer: accountJson(world, whose.id),
  })
}

function addLineComment(
  world: World,
  pull: PullRequest,
  author: Account,
  of: Review,
  { path, line, body }: LinePost,
): LineComment {
  const made: LineComment = {
    kind: 'line',
    id: nextWideId(world.state),
    pullId: pull.id,
    reviewId: of.id,
    viaAppId: null,
    minimized: null,
    path,
    line,
    commitOid: of.commitOid,
    replyToId: null,
    ...newText(world, author.id, body),
  }
  world.state.posts.set(made.id, made)
  pull.postIds.push(made.id)
  return made
}
