import { nodeId } from '../node-id.ts'
import { pullUrl } from '../views/pull-request.ts'
import { postsOf, repositoryOf } from '../world/find.ts'
import { commitsOf } from '../world/pull-request.ts'
import type { PullRequest, TimelineEvent } from '../world/state.ts'
import { actorView, reviewerView } from './actor.ts'
import { commitView } from './commit.ts'
import { connection, type PageArguments } from './connection.ts'
import { objectByOid } from './git-object.ts'
import { mergeQueueView } from './merge-queue.ts'
import { postView } from './post.ts'
import { labelView, refView } from './repository.ts'
import type { View, Viewing } from './viewing.ts'

export interface TimelineArguments extends PageArguments {
  readonly itemTypes?: readonly string[]
  readonly since?: string
}

interface Item {
  readonly type: string
  readonly key: string
  readonly at: string
  readonly view: () => View
}

/** A pull request's timeline: what happened to it and what was said, in the order of GitHub's time. */
export function timelineConnection(viewing: Viewing, pull: PullRequest, args: TimelineArguments): unknown {
  const { itemTypes, since } = args
  const all = [...commits(viewing, pull), ...happenings(viewing, pull)]
  const items = all.filter(
    (item) => (!itemTypes || itemTypes.includes(item.type)) && (since === undefined || item.at >= since),
  )
  return connection(
    'timelineItems',
    items,
    args,
    ({ key }) => key,
    ({ view }) => view(),
    {
      // As on GitHub `totalCount` counts everything, `filteredCount` what was asked for.
      totalCount: all.length,
      connection: { filteredCount: items.length, pageCount: items.length, updatedAt: pull.updatedAt },
    },
  )
}

function commits(viewing: Viewing, pull: PullRequest): Item[] {
  const repository = repositoryOf(viewing.world.state, pull)
  return commitsOf(viewing.world, pull).map((commit) => ({
    type: 'PULL_REQUEST_COMMIT',
    key: commit.oid,
    at: new Date(commit.committer.seconds * 1000).toISOString(),
    view: () => ({
      __typename: 'PullRequestCommit',
      id: nodeId('PURC', pull.id, commit.oid),
      commit: () => commitView(viewing, repository, commit),
      pullRequest: () => viewing.show.pull(viewing, pull),
    }),
  }))
}

function happenings(viewing: Viewing, pull: PullRequest): Item[] {
  const { state } = viewing.world
  const said = [
    ...postsOf(state, pull, 'comment').map((each) => ({ each, type: 'ISSUE_COMMENT', at: each.createdAt })),
    ...postsOf(state, pull, 'review')
      .filter((each) => each.submittedAt !== null)
      .map((each) => ({ each, type: 'PULL_REQUEST_REVIEW', at: each.submittedAt ?? '' })),
  ].map(({ each, type, at }) => ({ type, key: String(each.id), at, view: () => postView(viewing, each) }))
  const done = pull.timeline.map((event) => ({
    type: wordFor(event.type),
    key: String(event.id),
    at: event.createdAt,
    view: () => eventView(viewing, pull, event),
  }))
  // A stable sort: within a second the order in which it happened stays.
  return [...done, ...said].sort((a, b) => a.at.localeCompare(b.at))
}

/** `HeadRefForcePushedEvent` → `HEAD_REF_FORCE_PUSHED_EVENT`. */
function wordFor(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

function eventView(viewing: Viewing, pull: PullRequest, event: TimelineEvent): View {
  const { world } = viewing
  const repository = repositoryOf(world.state, pull)
  const common = {
    __typename: event.type,
    id: nodeId('EV', pull.id, event.id),
    createdAt: event.createdAt,
    actor: () => actorView(viewing, event.actorId),
    pullRequest: () => viewing.show.pull(viewing, pull),
    url: `${pullUrl(world, pull)}#event-${event.id}`,
  }
  const commit = (oid: string) => () => objectByOid(viewing, repository, oid)
  switch (event.type) {
    case 'HeadRefForcePushedEvent':
    case 'BaseRefForcePushedEvent':
      return {
        ...common,
        beforeCommit: commit(event.before),
        afterCommit: commit(event.after),
        ref: () => refView(viewing, repository, `refs/heads/${pull.headRef}`),
      }
    case 'HeadRefDeletedEvent':
      return { ...common, headRefName: event.ref, headRef: null }
    case 'ReviewRequestedEvent':
    case 'ReviewRequestRemovedEvent':
      return { ...common, requestedReviewer: () => reviewerView(viewing, event.reviewer) }
    case 'ReviewDismissedEvent':
      return {
        ...common,
        databaseId: event.id,
        previousReviewState: event.previous,
        dismissalMessage: event.message,
        review() {
          const review = world.state.posts.get(event.reviewId)
          return review ? postView(viewing, review) : null
        },
      }
    case 'BaseRefChangedEvent':
      return {
        ...common,
        databaseId: event.id,
        previousRefName: event.previous,
        currentRefName: event.current,
      }
    case 'AutomaticBaseChangeSucceededEvent':
      return { ...common, oldBase: event.previous, newBase: event.current }
    case 'CommentDeletedEvent':
      return {
        ...common,
        databaseId: event.id,
        deletedCommentAuthor: () => actorView(viewing, event.authorId),
      }
    case 'LabeledEvent':
    case 'UnlabeledEvent':
      return {
        ...common,
        label: () => labelView(viewing, repository, event.label),
        labelable: () => viewing.show.pull(viewing, pull),
      }
    case 'RenamedTitleEvent':
      return {
        ...common,
        previousTitle: event.previous,
        currentTitle: event.current,
        subject: () => viewing.show.pull(viewing, pull),
      }
    case 'ClosedEvent':
    case 'ReopenedEvent':
      return { ...common, closable: () => viewing.show.pull(viewing, pull), stateReason: null }
    case 'MergedEvent':
      return {
        ...common,
        commit: commit(event.commit),
        mergeRefName: pull.baseRef,
        mergeRef: () => refView(viewing, repository, `refs/heads/${pull.baseRef}`),
      }
    case 'AddedToMergeQueueEvent':
      return { ...common, mergeQueue: () => mergeQueueView(viewing, repository, pull.baseRef) }
    case 'RemovedFromMergeQueueEvent':
      return { ...common, reason: event.reason }
    case 'ReadyForReviewEvent':
    case 'ConvertToDraftEvent':
      return common
  }
}
