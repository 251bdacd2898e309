import type { NodeId, PostId, Timestamp } from '../facts/ids.ts'
import type { OwnComment, Post, Reaction, ReviewState } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { CommentFragment, EventFragment, ReviewFragment } from './answers.generated.ts'
import { InconsistentRead } from './faults.ts'
import { personOf } from './person.ts'
import type { LineComment } from './line-comments.ts'
import { revisionsOf, wasEdited } from './revisions.ts'

/** Returns a conversation comment as a post. */
export function commentPost(node: CommentFragment): Post {
  return { ...said(node, 'comment', wholeSecond(node.createdAt)), review: null }
}

/** Returns a review comment as a post, made when its review was submitted: until then only its author sees it. */
export function linePost(node: LineComment, submittedAt: Timestamp): Post {
  const createdAt = wholeSecond(node.createdAt)
  const at = createdAt > submittedAt ? createdAt : submittedAt
  return { ...said(node, 'line', at), review: null }
}

/** Returns a submitted review as a post, with the state that it had before a dismissal. */
export function reviewPost(
  node: ReviewFragment,
  submittedAt: Timestamp,
  dismissed: ReadonlyMap<NodeId, string>,
): Post {
  const given = node.state === 'DISMISSED' ? dismissed.get(node.id) : node.state
  return {
    ...said(node, 'review', submittedAt),
    review: {
      state: STATES[given ?? ''] ?? 'dismissed',
      commit: node.commit?.oid ?? null,
      isDismissed: node.state === 'DISMISSED',
    },
  }
}

/** Returns when a review was submitted; null for a pending one, which only its author sees. */
export function submittedAt({ state, submittedAt }: ReviewFragment): Timestamp | null {
  return state === 'PENDING' || submittedAt === null ? null : wholeSecond(submittedAt)
}

/** Returns the state that each dismissed review had, by node id: the review itself no longer has it. */
export function statesBeforeDismissal(events: readonly EventFragment[]): ReadonlyMap<NodeId, string> {
  return new Map(
    events.flatMap(({ review, previousReviewState }) =>
      review && previousReviewState ? [[review.id, previousReviewState]] : [],
    ),
  )
}

/** Returns one of the App's own comments. */
export function ownComment(node: CommentFragment): OwnComment {
  const { id: nodeId, body: text, isMinimized = null } = node
  const editedByOthers = wasEdited(node) && personOf(node.editor)?.id !== personOf(node.author)?.id
  return { id: idOf(node), nodeId, text, at: wholeSecond(node.createdAt), editedByOthers, isMinimized }
}

const STATES: Readonly<Record<string, ReviewState>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes requested',
  COMMENTED: 'commented',
}

const REACTIONS: Readonly<Record<string, Reaction>> = { THUMBS_UP: '+1', CONFUSED: 'confused' }

type Said = CommentFragment | ReviewFragment | LineComment

function said(node: Said, on: Post['on'], at: Timestamp): Omit<Post, 'review'> {
  return {
    on,
    id: idOf(node),
    nodeId: node.id,
    url: node.url,
    author: personOf(node.author),
    at,
    updatedAt: wholeSecond(node.updatedAt),
    text: node.body,
    viaEmail: node.createdViaEmail,
    revisions: revisionsOf(node, at),
    reacted: (node.reactionGroups ?? []).flatMap(({ content, viewerHasReacted }) => {
      const reaction = REACTIONS[content]
      return viewerHasReacted && reaction ? [reaction] : []
    }),
  }
}

/** Returns the numeric id that webhooks and REST use; where GraphQL has none, the URL ends in it. */
function idOf({ fullDatabaseId, url }: Pick<Said, 'fullDatabaseId' | 'url'>): PostId {
  const id = fullDatabaseId ?? /(?:#issuecomment-|#pullrequestreview-|#discussion_r)(\d+)$/.exec(url)?.[1]
  if (id === undefined) throw new InconsistentRead('a comment has no id')
  return String(id)
}
