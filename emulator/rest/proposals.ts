import { close, editPullRequest, openPullRequest, reopen } from '../acts/pull-requests.ts'
import { dismissReview, type Opinion, startReview, submitReview } from '../acts/reviews.ts'
import { invalid, notFound, Rejection } from '../rejection.ts'
import { pullDetailJson } from '../views/pull-request.ts'
import { reviewJson } from '../views/post.ts'
import { accountByLogin } from '../world/find.ts'
import type { Repository, Review } from '../world/state.ts'
import { postFor } from './posts.ts'
import { actingIn, type Call, pullFor, type Route } from './router.ts'

const OPINIONS: Readonly<Record<string, Opinion>> = {
  APPROVE: 'approve',
  REQUEST_CHANGES: 'request changes',
  COMMENT: 'comment',
}

/** Pull requests and reviews, as people make them through the API. */
export const proposalRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/:owner/:repo/pulls',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'comment')
      const { title = '', head = '', base = '', body = '', draft = false } = call.body
      const { from, branch } = headOf(call, repository, String(head))
      if (!from?.refs.has(`refs/heads/${branch}`)) throw notValid('head')
      if (!repository.refs.has(`refs/heads/${base}`)) throw notValid('base')
      const pull = asked(() =>
        openPullRequest(call.world, repository, {
          author: actor,
          head: branch,
          from,
          base: String(base),
          title: String(title),
          body: String(body ?? ''),
          draft: draft === true,
        }),
      )
      return { status: 201, body: pullDetailJson(call.world, pull) }
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/pulls/:number',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'comment')
      const pull = pullFor(call, repository)
      const { state, title, body, base } = call.body
      const edits = {
        ...(title === undefined ? {} : { title: String(title) }),
        ...(body === undefined ? {} : { body: String(body) }),
        ...(base === undefined ? {} : { base: String(base) }),
      }
      if (Object.keys(edits).length > 0) editPullRequest(call.world, pull, actor, edits)
      if (state === 'closed' && pull.state === 'open') close(call.world, pull, actor)
      if (state === 'open' && pull.state === 'closed') reopen(call.world, pull, actor)
      return { status: 200, body: pullDetailJson(call.world, pull) }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/pulls/:number/reviews',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'comment')
      const pull = pullFor(call, repository)
      const { body = '', event, comments = [], commit_id: commit } = call.body
      const started = startReview(call.world, pull, actor, String(body ?? ''), {
        comments: comments as { path: string; line: number; body: string }[],
        ...(typeof commit === 'string' ? { commit } : {}),
      })
      // Without an event a review is begun and kept for its writer's eyes.
      if (event !== undefined) submit(call, started, event)
      return { status: 200, body: reviewJson(call.world, started) }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/pulls/:number/reviews/:id/events',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'comment')
      const started = postFor(call, repository, 'review')
      if (started.authorId !== actor.id || started.state !== 'PENDING') throw notFound()
      submit(call, started, call.body.event)
      return { status: 200, body: reviewJson(call.world, started) }
    },
  },
  {
    method: 'PUT',
    path: '/repos/:owner/:repo/pulls/:number/reviews/:id/dismissals',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'write')
      const dismissed = postFor(call, repository, 'review')
      asked(() => dismissReview(call.world, dismissed, actor, String(call.body.message ?? '')))
      return { status: 200, body: reviewJson(call.world, dismissed) }
    },
  },
]

/** A field that is not valid is reported by `code` alone, without a message (GH-196). */
function notValid(field: string): Rejection {
  return new Rejection(422, 'Validation Failed', [{ resource: 'PullRequest', field, code: 'invalid' }])
}

/** `branch` is of the repository itself, `login:branch` of somebody's fork of it. */
function headOf({ world }: Call, repository: Repository, head: string) {
  const [login, branch] = head.includes(':') ? head.split(':', 2) : [undefined, head]
  const owner = login === undefined ? repository.ownerId : accountByLogin(world.state, login)?.id
  const from = [...world.state.repositories.values()].find(
    (each) => each.ownerId === owner && (each.id === repository.id || each.forkOf === repository.id),
  )
  return { from, branch: branch ?? '' }
}

function submit(call: Call, started: Review, event: unknown): void {
  const opinion = OPINIONS[String(event)]
  if (!opinion) throw invalid('PullRequestReview', 'event', 'event is not included in the list')
  asked(() => submitReview(call.world, started, opinion))
}

/** Answers what an act rejects with 422 and GitHub's words. */
function asked<Result>(act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    throw error instanceof Error ? new Rejection(422, error.message) : error
  }
}
