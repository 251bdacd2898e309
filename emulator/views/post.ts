import { nodeId } from '../node-id.ts'
import { must, repositoryOf } from '../world/find.ts'
import type { IssueComment, LineComment, Reaction, Post, Review } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { accountJson, appJson } from './account.ts'
import type { Json } from './json.ts'
import { issueApiUrl, pullApiUrl, pullUrl } from './pull-request.ts'
import { repositoryApiUrl } from './repository.ts'

/** Where a post stands on its pull request's page. */
export function postUrl(world: World, post: Post): string {
  const page = pullUrl(world, pullOf(world, post))
  if (post.kind === 'comment') return `${page}#issuecomment-${post.id}`
  return post.kind === 'review' ? `${page}#pullrequestreview-${post.id}` : `${page}#discussion_r${post.id}`
}

export function postNodeId(post: Post): string {
  return nodeId(post.kind === 'comment' ? 'IC' : post.kind === 'review' ? 'PRR' : 'PRRC', post.id)
}

export function commentJson(world: World, comment: IssueComment): Json {
  const pull = pullOf(world, comment)
  const repository = repositoryApiUrl(world, repositoryOf(world.state, pull))
  return {
    url: `${repository}/issues/comments/${comment.id}`,
    html_url: postUrl(world, comment),
    issue_url: issueApiUrl(world, pull),
    id: comment.id,
    node_id: postNodeId(comment),
    user: accountJson(world, comment.authorId),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'CONTRIBUTOR',
    body: comment.body,
    reactions: reactionsJson(`${repository}/issues/comments/${comment.id}/reactions`, comment.reactions),
    performed_via_github_app: viaJson(world, comment),
  }
}

export function reviewJson(world: World, review: Review): Json {
  const pull = pullOf(world, review)
  return {
    id: review.id,
    node_id: postNodeId(review),
    user: accountJson(world, review.authorId),
    body: review.body === '' ? null : review.body,
    commit_id: review.commitOid,
    submitted_at: review.submittedAt,
    // Webhooks write a review's state in lower case, REST in upper case; webhooks change it where they send it.
    state: review.state,
    html_url: postUrl(world, review),
    pull_request_url: pullApiUrl(world, pull),
    author_association: 'CONTRIBUTOR',
  }
}

export function lineCommentJson(world: World, comment: LineComment): Json {
  const pull = pullOf(world, comment)
  const repository = repositoryApiUrl(world, repositoryOf(world.state, pull))
  return {
    url: `${repository}/pulls/comments/${comment.id}`,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: postNodeId(comment),
    diff_hunk: '',
    path: comment.path,
    line: comment.line,
    side: 'RIGHT',
    commit_id: comment.commitOid,
    original_commit_id: comment.commitOid,
    user: accountJson(world, comment.authorId),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: postUrl(world, comment),
    pull_request_url: pullApiUrl(world, pull),
    author_association: 'CONTRIBUTOR',
    ...(comment.replyToId === null ? {} : { in_reply_to_id: comment.replyToId }),
    reactions: reactionsJson(`${repository}/pulls/comments/${comment.id}/reactions`, comment.reactions),
  }
}

export function reactionJson(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: accountJson(world, reaction.userId),
    content: reaction.content,
    created_at: reaction.createdAt,
  }
}

function reactionsJson(url: string, reactions: readonly Reaction[]): Json {
  const counts: Record<string, number> = {
    '+1': 0,
    '-1': 0,
    laugh: 0,
    hooray: 0,
    confused: 0,
    heart: 0,
    rocket: 0,
    eyes: 0,
  }
  for (const { content } of reactions) counts[content] = (counts[content] ?? 0) + 1
  return { url, total_count: reactions.length, ...counts }
}

function viaJson(world: World, post: Post): Json | null {
  const app = post.viaAppId === null ? undefined : world.state.apps.get(post.viaAppId)
  return app ? appJson(world, app) : null
}

function pullOf(world: World, post: Post) {
  return must(world.state.pulls.get(post.pullId), `pull request ${post.pullId}`)
}
