import { nodeId } from '../node-id.ts'
import { postNodeId, postUrl } from '../views/post.ts'
import { must, postsOf, repositoryOf } from '../world/find.ts'
import type { IssueComment, LineComment, PullRequest, Post, Review } from '../world/state.ts'
import { canPush } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import { objectByOid } from './git-object.ts'
import { repositoryView } from './repository.ts'
import type { View, Viewing } from './viewing.ts'
import { writtenFields } from './written.ts'

export function postView(viewing: Viewing, post: Post): View {
  if (post.kind === 'comment') return commentView(viewing, post)
  return post.kind === 'review' ? reviewView(viewing, post) : lineCommentView(viewing, post)
}

export function commentView(viewing: Viewing, comment: IssueComment): View {
  return { __typename: 'IssueComment', ...common(viewing, comment) }
}

export function reviewView(viewing: Viewing, review: Review): View {
  const { world } = viewing
  const pull = pullOf(viewing, review)
  const repository = repositoryOf(world.state, pull)
  return {
    __typename: 'PullRequestReview',
    ...common(viewing, review),
    state: review.state,
    submittedAt: review.submittedAt,
    publishedAt: review.submittedAt,
    authorCanPushToRepository: canPush(viewing, repository, review.authorId),
    commit: () => objectByOid(viewing, repository, review.commitOid),
    comments(args: PageArguments) {
      const lines = postsOf(world.state, pull, 'line').filter((each) => each.reviewId === review.id)
      return connection(
        'comments',
        lines,
        args,
        ({ id }) => id,
        (each) => lineCommentView(viewing, each),
      )
    },
  }
}

function lineCommentView(viewing: Viewing, comment: LineComment): View {
  const { world } = viewing
  const pull = pullOf(viewing, comment)
  const repository = repositoryOf(world.state, pull)
  const review = must(world.state.posts.get(comment.reviewId), 'review of a line comment') as Review
  const reply = comment.replyToId === null ? undefined : world.state.posts.get(comment.replyToId)
  return {
    __typename: 'PullRequestReviewComment',
    ...common(viewing, comment),
    state: review.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    path: comment.path,
    line: comment.line,
    originalLine: comment.line,
    startLine: null,
    outdated: comment.commitOid !== pull.headOid,
    subjectType: 'LINE',
    diffHunk: '',
    commit: () => objectByOid(viewing, repository, comment.commitOid),
    originalCommit: () => objectByOid(viewing, repository, comment.commitOid),
    pullRequestReview: () => reviewView(viewing, review),
    replyTo: () => (reply?.kind === 'line' ? lineCommentView(viewing, reply) : null),
  }
}

/** A thread begins with a line comment and goes on with the replies to it. */
export function threadView(viewing: Viewing, first: LineComment): View {
  const pull = pullOf(viewing, first)
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', first.id),
    path: first.path,
    line: first.line,
    isResolved: false,
    isCollapsed: false,
    isOutdated: first.commitOid !== pull.headOid,
    pullRequest: () => viewing.show.pull(viewing, pull),
    comments(args: PageArguments) {
      const all = postsOf(viewing.world.state, pull, 'line').filter(
        (each) => each.id === first.id || each.replyToId === first.id,
      )
      return connection(
        'comments',
        all,
        args,
        ({ id }) => id,
        (each) => lineCommentView(viewing, each),
      )
    },
  }
}

function common(viewing: Viewing, post: Post) {
  const { world } = viewing
  const pull = pullOf(viewing, post)
  const repository = repositoryOf(world.state, pull)
  const url = postUrl(world, post)
  return {
    ...writtenFields(viewing, repository, post, () => postView(viewing, post)),
    id: postNodeId(post),
    databaseId: post.id,
    fullDatabaseId: String(post.id),
    url,
    resourcePath: url.slice(world.origin().length),
    isMinimized: post.minimized !== null,
    minimizedReason: post.minimized,
    pullRequest: () => viewing.show.pull(viewing, pull),
    repository: () => repositoryView(viewing, repository),
  }
}

function pullOf(viewing: Viewing, post: Post): PullRequest {
  return must(viewing.world.state.pulls.get(post.pullId), 'pull request of a post')
}
