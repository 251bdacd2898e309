import { conflictsOf, mergeState } from '../branch-rule.ts'
import type { FileChange } from '../git/diff.ts'
import { nodeId } from '../node-id.ts'
import { pullUrl } from '../views/pull-request.ts'
import { must, postsOf, repositoryOf } from '../world/find.ts'
import { commitsOf, shownChanges } from '../world/pull-request.ts'
import { inSight } from '../world/sight.ts'
import type { PullRequest, Review } from '../world/state.ts'
import { accountView, actorView, reviewerView } from './actor.ts'
import { commitView } from './commit.ts'
import { connection, type PageArguments } from './connection.ts'
import { objectByOid } from './git-object.ts'
import { mergeQueueEntryView, mergeQueueView } from './merge-queue.ts'
import { commentView, reviewView, threadView } from './post.ts'
import { labelView, refView, repositoryView } from './repository.ts'
import { rollupView } from './status.ts'
import { type TimelineArguments, timelineConnection } from './timeline.ts'
import { need, sees, type View, type Viewing } from './viewing.ts'
import { writtenFields } from './written.ts'

/** Of a pull request's files and commits GitHub lists no more than this (GH-159). */
const MOST_FILES = 3000
const MOST_COMMITS = 250

const CHANGE_TYPES: Readonly<Record<FileChange['status'], string>> = {
  added: 'ADDED',
  modified: 'MODIFIED',
  removed: 'DELETED',
  renamed: 'RENAMED',
  changed: 'CHANGED',
}

export function pullView(viewing: Viewing, pull: PullRequest): View {
  const { world } = viewing
  const repository = repositoryOf(world.state, pull)
  const head =
    pull.headRepositoryId === null ? undefined : world.state.repositories.get(pull.headRepositoryId)
  const git = world.git(repository)
  const url = pullUrl(world, pull)
  const changes = () => shownChanges(world, pull) ?? []
  const comments = () => inSight(world, postsOf(world.state, pull, 'comment'))
  const reviews = () => inSight(world, postsOf(world.state, pull, 'review'))
  return {
    __typename: 'PullRequest',
    ...writtenFields(viewing, repository, pull, () => pullView(viewing, pull)),
    id: nodeId('PR', pull.id),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    url,
    permalink: url,
    resourcePath: url.slice(world.origin().length),
    state: pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase(),
    isDraft: pull.draft,
    locked: pull.locked,
    closed: pull.state === 'closed',
    closedAt: pull.closedAt,
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    mergedBy: () => actorView(viewing, pull.mergedById),
    mergeCommit: () =>
      pull.mergeCommitOid === null ? null : objectByOid(viewing, repository, pull.mergeCommitOid),
    mergeable: () => (conflictsOf(world, pull).length > 0 ? 'CONFLICTING' : 'MERGEABLE'),
    mergeStateStatus: () => mergeState(world, pull).state,
    isInMergeQueue: pull.queued !== null,
    mergeQueue: () => mergeQueueView(viewing, repository, pull.baseRef),
    mergeQueueEntry: () =>
      pull.queued ? mergeQueueEntryView(viewing, { ...pull, queued: pull.queued }) : null,
    autoMergeRequest: () =>
      pull.autoMerge && {
        enabledBy: actorView(viewing, pull.autoMerge.byId),
        mergeMethod: pull.autoMerge.method.toUpperCase(),
      },
    repository: () => repositoryView(viewing, repository),
    baseRepository: () => repositoryView(viewing, repository),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseOid,
    baseRef: () => refView(viewing, repository, `refs/heads/${pull.baseRef}`),
    headRefName: pull.headRef,
    headRefOid: pull.headOid,
    headRef: () =>
      head && sees(viewing, head) ? refView(viewing, head, `refs/heads/${pull.headRef}`) : null,
    headRepository: () => (head && sees(viewing, head) ? repositoryView(viewing, head) : null),
    headRepositoryOwner: () =>
      head ? accountView(viewing, must(world.state.accounts.get(head.ownerId), 'owner')) : null,
    isCrossRepository: pull.headRepositoryId !== repository.id,
    changedFiles: () => changes().length,
    additions: () => changes().reduce((sum, { additions }) => sum + additions, 0),
    deletions: () => changes().reduce((sum, { deletions }) => sum + deletions, 0),
    files(args: PageArguments) {
      const all = shownChanges(world, pull)
      const listed = connection(
        'files',
        (all ?? []).slice(0, MOST_FILES),
        args,
        ({ path }) => path,
        fileView,
        { totalCount: all?.length ?? 0 },
      )
      return all === null ? null : listed
    },
    labels(args: PageArguments) {
      const labels = pull.labels.map((name) =>
        must(repository.labels.get(name.toLowerCase()), `label ${name}`),
      )
      return connection(
        'labels',
        labels,
        args,
        ({ id }) => id,
        (each) => labelView(viewing, repository, each),
      )
    },
    commits(args: PageArguments) {
      need(viewing, repository, 'contents')
      const all = commitsOf(world, pull)
      return connection(
        'commits',
        all.slice(0, MOST_COMMITS),
        args,
        ({ oid }) => oid,
        (commit) => ({
          __typename: 'PullRequestCommit',
          id: nodeId('PURC', pull.id, commit.oid),
          url: `${url}/commits/${commit.oid}`,
          commit: () => commitView(viewing, repository, commit),
          pullRequest: () => pullView(viewing, pull),
        }),
        { totalCount: all.length },
      )
    },
    statusCheckRollup: () => rollupView(viewing, repository, git.mustCommit(pull.headOid)),
    comments(args: PageArguments & { orderBy?: { field: string; direction: 'ASC' | 'DESC' } }) {
      const { shown, count } = comments()
      if (args.orderBy) {
        shown.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.id - b.id)
        if (args.orderBy.direction === 'DESC') shown.reverse()
      }
      return connection(
        'comments',
        shown,
        args,
        ({ id }) => id,
        (each) => commentView(viewing, each),
        { totalCount: count },
      )
    },
    totalCommentsCount: () => comments().count + inSight(world, postsOf(world.state, pull, 'line')).count,
    reviews(args: PageArguments & { states?: readonly string[]; author?: string }) {
      const { states } = args
      const author = args.author?.toLowerCase()
      const { shown, count } = inSight(
        world,
        postsOf(world.state, pull, 'review').filter(
          (review) =>
            (!states || states.includes(review.state)) &&
            (author === undefined ||
              world.state.accounts.get(review.authorId)?.login.toLowerCase() === author),
        ),
      )
      return connection(
        'reviews',
        shown,
        args,
        ({ id }) => id,
        (each) => reviewView(viewing, each),
        { totalCount: count },
      )
    },
    latestReviews(args: PageArguments) {
      const newest = new Map<number, Review>(reviews().shown.map((review) => [review.authorId, review]))
      return connection(
        'latestReviews',
        [...newest.values()],
        args,
        ({ id }) => id,
        (each) => reviewView(viewing, each),
      )
    },
    reviewThreads(args: PageArguments) {
      const { shown } = inSight(world, postsOf(world.state, pull, 'line'))
      const firsts = shown.filter((each) => each.replyToId === null)
      return connection(
        'reviewThreads',
        firsts,
        args,
        ({ id }) => id,
        (each) => threadView(viewing, each),
      )
    },
    reviewRequests: (args: PageArguments) =>
      connection(
        'reviewRequests',
        pull.reviewRequests,
        args,
        ({ id }) => id,
        (each) => ({
          __typename: 'ReviewRequest',
          id: nodeId('RRQ', each.id),
          databaseId: each.id,
          asCodeOwner: false,
          pullRequest: () => pullView(viewing, pull),
          requestedReviewer: () => reviewerView(viewing, each),
        }),
      ),
    timelineItems: (args: TimelineArguments) => timelineConnection(viewing, pull, args),
  }
}

/** A changed file; the old path of a renamed one is not among its fields, only REST has it. */
function fileView(change: FileChange): View {
  return {
    __typename: 'PullRequestChangedFile',
    path: change.path,
    changeType: CHANGE_TYPES[change.status],
    additions: change.additions,
    deletions: change.deletions,
    viewerViewedState: 'UNVIEWED',
  }
}
