import type { Sandbox } from '../sandbox.ts'
import { type Step, verdictOn } from '../step.ts'
import { settled } from './reading.ts'

const PULL = 'query($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo)'
const DELETIONS = `${PULL} { pullRequest(number: $number) { comments(first: 5) { totalCount }
  timelineItems(first: 20, itemTypes: [COMMENT_DELETED_EVENT]) { nodes { ... on CommentDeletedEvent {
    actor { login } deletedCommentAuthor { login } } } } } } }`

export const marks: readonly Step[] = [
  {
    group: 'C',
    belief: 'GH-30',
    believed: '`viewerHasReacted` and `viewerDidAuthor` speak of the App',
    async run({ ask, app, mallory, open, say, at, must }) {
      const { number } = await open('marks')
      const theirs = await say(mallory, number, 'theirs')
      await say(app, number, 'ours')
      await must('react', app.rest('POST', at(`/issues/comments/${theirs}/reactions`), { content: '+1' }))
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { comments(first: 5) { nodes { viewerDidAuthor
              reactionGroups { content viewerHasReacted } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.comments?.nodes?.length === 2,
      )
      const [first, second] = data?.repository?.pullRequest?.comments?.nodes ?? []
      const isMarked = (comment: Marked | undefined) =>
        comment?.reactionGroups.some((group) => group.content === 'THUMBS_UP' && group.viewerHasReacted) ??
        false
      return verdictOn(
        isMarked(first) &&
          !isMarked(second) &&
          first?.viewerDidAuthor === false &&
          second?.viewerDidAuthor === true,
        `reacted ${isMarked(first)}, ${isMarked(second)}; wrote ${first?.viewerDidAuthor}, ${second?.viewerDidAuthor}`,
      )
    },
  },
  {
    group: 'C',
    belief: 'GH-66',
    believed: 'The App can react to a comment on a line by REST, and to a review by `addReaction`',
    async run({ app, mallory, open, at, must }) {
      const { number } = await open('review-marks')
      const review = await must(
        'review',
        mallory.rest('POST', at(`/pulls/${number}/reviews`), {
          event: 'COMMENT',
          body: 'hello',
          comments: [LINE],
        }),
      )
      const { data: found } = await app.graphql(
        'query($id: ID!) { node(id: $id) { ... on PullRequestReview { comments(first: 1) { nodes { fullDatabaseId } } } } }',
        { id: review.body.node_id },
      )
      const line = found?.node?.comments?.nodes?.[0]?.fullDatabaseId
      const onLine = await app.rest('POST', at(`/pulls/comments/${line}/reactions`), { content: '+1' })
      const { data, errors } = await app.graphql(
        'mutation($id: ID!) { addReaction(input: { subjectId: $id, content: THUMBS_UP }) { reaction { content } } }',
        { id: review.body.node_id },
      )
      return verdictOn(
        onLine.status === 201 && data?.addReaction?.reaction?.content === 'THUMBS_UP',
        `on the line ${onLine.status}, on the review ${errors[0]?.message ?? 'taken'}`,
      )
    },
  },
  {
    group: 'C',
    belief: 'GH-186',
    believed: 'The App can hide its own comment as resolved, and show it again',
    async run({ app, open, say, at, must }) {
      const { number } = await open('hidden')
      const id = await say(app, number, 'ours')
      const { body } = await must('read', app.rest('GET', at(`/issues/comments/${id}`)))
      const hidden = await app.graphql(
        'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized } } }',
        { id: body.node_id },
      )
      const shown = await app.graphql(
        'mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized } } }',
        { id: body.node_id },
      )
      const [isHidden, isShown] = [
        hidden.data?.minimizeComment?.minimizedComment?.isMinimized,
        shown.data?.unminimizeComment?.unminimizedComment?.isMinimized === false,
      ]
      return verdictOn(
        isHidden === true && isShown,
        `hidden ${isHidden ?? hidden.errors[0]?.message}, shown again ${isShown}`,
      )
    },
  },
  {
    group: 'C',
    belief: 'GH-25',
    believed: 'A deletion by somebody else leaves an event with both names',
    async run(sandbox) {
      const { ada, mallory, open, say, at, must, logins } = sandbox
      const { number } = await open('deleted')
      const id = await say(mallory, number, 'going')
      await must('delete', ada.rest('DELETE', at(`/issues/comments/${id}`)))
      const events = await deletionsOn(sandbox, number, 1)
      const [event] = events
      return verdictOn(
        events.length === 1 &&
          event?.actor?.login === logins.ada &&
          event.deletedCommentAuthor?.login === logins.mallory,
        `${events.length} events; who deleted is ${event?.actor ? 'told' : 'not told'}`,
      )
    },
  },
  {
    group: 'C',
    belief: 'GH-26',
    believed: 'Deleting a comment on a line leaves no event',
    async run(sandbox) {
      const { app, ada, mallory, open, at, must } = sandbox
      const { number } = await open('deleted-line')
      const review = await must(
        'review',
        mallory.rest('POST', at(`/pulls/${number}/reviews`), {
          event: 'COMMENT',
          body: 'hello',
          comments: [LINE],
        }),
      )
      const { data } = await app.graphql(
        'query($id: ID!) { node(id: $id) { ... on PullRequestReview { comments(first: 1) { nodes { fullDatabaseId } } } } }',
        { id: review.body.node_id },
      )
      const line = data?.node?.comments?.nodes?.[0]?.fullDatabaseId
      await must('delete', ada.rest('DELETE', at(`/pulls/comments/${line}`)))
      const events = await deletionsOn(sandbox, number, 0)
      return verdictOn(events.length === 0, `${events.length} events`)
    },
  },
  {
    group: 'C',
    belief: 'GH-65',
    believed: 'One name that cannot be asked for a review refuses the whole request with 422',
    async run({ app, open, at, logins }) {
      const { number } = await open('asked')
      const asked = await app.rest('POST', at(`/pulls/${number}/requested_reviewers`), {
        reviewers: [logins.mallory, logins.ada],
      })
      const read = await app.rest('GET', at(`/pulls/${number}`))
      const again = await app.rest('POST', at(`/pulls/${number}/requested_reviewers`), {
        reviewers: [logins.mallory],
      })
      return verdictOn(
        asked.status === 422 && read.body.requested_reviewers.length === 0 && again.status === 201,
        `with the author ${asked.status}, then ${read.body.requested_reviewers.length} asked; alone ${again.status}`,
      )
    },
  },
  {
    group: 'C',
    belief: 'GH-29',
    believed: 'A dismissal tells what the review was',
    async run({ ask, ada, mallory, open, at, must }) {
      const { number } = await open('dismissed')
      const review = await must(
        'approve',
        mallory.rest('POST', at(`/pulls/${number}/reviews`), { event: 'APPROVE' }),
      )
      await must(
        'dismiss',
        ada.rest('PUT', at(`/pulls/${number}/reviews/${review.body.id}/dismissals`), {
          message: 'For first contact',
        }),
      )
      const { data } = await settled(
        () =>
          ask(
            `${PULL} { pullRequest(number: $number) { reviews(first: 1) { nodes { state } }
              timelineItems(first: 20, itemTypes: [REVIEW_DISMISSED_EVENT]) { nodes {
                ... on ReviewDismissedEvent { previousReviewState } } } } } }`,
            { number },
          ),
        (answer) => answer.data?.repository?.pullRequest?.timelineItems?.nodes?.length === 1,
      )
      const pull = data?.repository?.pullRequest
      const state = pull?.timelineItems?.nodes?.[0]?.previousReviewState
      return verdictOn(
        state === 'APPROVED' && pull?.reviews?.nodes?.[0]?.state === 'DISMISSED',
        `was ${state}, is ${pull?.reviews?.nodes?.[0]?.state}`,
      )
    },
  },
]

const LINE = { path: 'notes.md', line: 1, side: 'RIGHT', body: 'about this line' }

interface Marked {
  readonly viewerDidAuthor: boolean
  readonly reactionGroups: readonly { readonly content: string; readonly viewerHasReacted: boolean }[]
}

interface Deletion {
  readonly actor: { readonly login: string } | null
  readonly deletedCommentAuthor: { readonly login: string } | null
}

async function deletionsOn({ ask }: Sandbox, number: number, expected: number): Promise<readonly Deletion[]> {
  const { data } = await settled(
    () => ask(DELETIONS, { number }),
    (answer) => answer.data?.repository?.pullRequest?.timelineItems?.nodes?.length === expected,
  )
  return data?.repository?.pullRequest?.timelineItems?.nodes ?? []
}
