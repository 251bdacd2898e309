import { addComment, changePost, LONGEST_BODY, removeComment } from '../acts/comments.ts'
import { react } from '../acts/reactions.ts'
import { invalid, notFound } from '../rejection.ts'
import { commentJson, lineCommentJson, reactionJson, reviewJson } from '../views/post.ts'
import { must, postsOf } from '../world/find.ts'
import { inSight } from '../world/sight.ts'
import type { IssueComment, LineComment, ReactionContent, Post, Repository } from '../world/state.ts'
import { actingIn, botOf, type Call, page, pullFor, repositoryFor, type Route } from './router.ts'

const REACTIONS: readonly string[] = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']

export const postRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/issues/:number/comments',
    handle(call) {
      const { repository } = repositoryFor(call, 'issues')
      const { shown } = inSight(call.world, postsOf(call.world.state, pullFor(call, repository), 'comment'))
      return page(call, shown, (each) => commentJson(call.world, each))
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/issues/:number/comments',
    handle(call) {
      const { repository, actor, viaAppId } = actingIn(call, 'issues', 'comment')
      const pull = pullFor(call, repository)
      const made = addComment(call.world, pull, actor, bodyOf(call), viaAppId === null ? {} : { viaAppId })
      return { status: 201, body: commentJson(call.world, made) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/issues/comments/:id',
    handle(call) {
      const { repository } = repositoryFor(call, 'issues')
      return { status: 200, body: commentJson(call.world, postFor(call, repository, 'comment')) }
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/issues/comments/:id',
    handle(call) {
      const { repository, actor } = actingIn(call, 'issues', 'write')
      const comment = postFor(call, repository, 'comment')
      changePost(call.world, comment, actor, bodyOf(call))
      return { status: 200, body: commentJson(call.world, comment) }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/issues/comments/:id',
    handle(call) {
      const { repository, actor } = actingIn(call, 'issues', 'write')
      removeComment(call.world, postFor(call, repository, 'comment'), actor)
      return { status: 204 }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls/comments/:id',
    handle(call) {
      const { repository } = repositoryFor(call, 'pull_requests')
      const found = postFor(call, repository, 'line')
      mustBeSubmitted(call.world.state.posts.get(found.reviewId))
      return { status: 200, body: lineCommentJson(call.world, found) }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/pulls/comments/:id',
    handle(call) {
      const { repository, actor } = actingIn(call, 'pull_requests', 'write')
      removeComment(call.world, postFor(call, repository, 'line'), actor)
      return { status: 204 }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls/:number/reviews/:id',
    handle(call) {
      const { repository } = repositoryFor(call, 'pull_requests')
      const found = postFor(call, repository, 'review')
      if (found.pullId !== pullFor(call, repository).id) throw notFound()
      mustBeSubmitted(found)
      return { status: 200, body: reviewJson(call.world, found) }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/issues/comments/:id/reactions',
    handle: (call) => addReaction(call, 'comment'),
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/pulls/comments/:id/reactions',
    handle: (call) => addReaction(call, 'line'),
  },
]

/** 201 for a new reaction, 200 for one that was there. */
function addReaction(call: Call, kind: 'comment' | 'line') {
  const { repository, access } = repositoryFor(call, kind === 'comment' ? 'issues' : 'pull_requests', 'write')
  const { content } = call.body
  if (typeof content !== 'string' || !REACTIONS.includes(content)) {
    throw invalid('Reaction', 'content', 'content is not included in the list')
  }
  const post = postFor(call, repository, kind)
  const { reaction, isNew } = react(call.world, post, botOf(call, access), content as ReactionContent)
  return { status: isNew ? 201 : 200, body: reactionJson(call.world, reaction) }
}

/** What is not submitted yet is for its writer's eyes only. */
function mustBeSubmitted(review: Post | undefined): void {
  if (review?.kind === 'review' && review.state === 'PENDING') throw notFound()
}

export function postFor<K extends Post['kind']>(
  call: Call,
  repository: Repository,
  kind: K,
): Extract<Post, { kind: K }> {
  const post = call.world.state.posts.get(Number(call.parameters.id))
  if (post?.kind !== kind || call.world.state.accounts.get(post.authorId)?.flagged) throw notFound()
  const pull = must(call.world.state.pulls.get(post.pullId), 'pull request of a post')
  if (pull.repositoryId !== repository.id) throw notFound()
  return post as Extract<IssueComment | LineComment | Post, { kind: K }>
}

function bodyOf(call: Call): string {
  const { body } = call.body
  if (typeof body !== 'string' || body.trim() === '') throw invalid('IssueComment', 'body', 'body is missing')
  if (body.length > LONGEST_BODY) {
    throw invalid('IssueComment', 'body', `body is too long (maximum is ${LONGEST_BODY} characters)`)
  }
  return body
}
