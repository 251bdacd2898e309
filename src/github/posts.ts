import type { OwnComment, Post, Reaction, ReviewState } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { CommentFragment, EventFragment, ReviewFragment } from './answers.generated.ts'
import { InconsistentRead } from './faults.ts'
import { personOf } from './person.ts'
import type { LineComment } from './line-comments.ts'
import { revisionsOf, wasEdited } from './revisions.ts'

/** Comments as remarks. */
export function commentPost(node: CommentFragment): Post {
  return { ...said(node, 'comment', wholeSecond(node.createdAt)), review: null }
}

/** A line comment of a submitted review. GitHub shows it from the moment its review was submitted. */
export function linePost(node: LineComment, submittedAt: string): Post {
  const createdAt = wholeSecond(node.createdAt)
  const at = createdAt > submittedAt ? createdAt : submittedAt
  return { ...said(node, 'line', at), review: null }
}

/** A submitted review as a remark, what its state counted for before any dismissal included. */
export function reviewPost(
  node: ReviewFragment,
  submittedAt: string,
  dismissed: ReadonlyMap<string, string>,
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

/** When a review was submitted; null for a pending one, which is not yet said aloud. */
export function submittedAt({ state, submittedAt }: ReviewFragment): string | null {
  return state === 'PENDING' || submittedAt === null ? null : wholeSecond(submittedAt)
}

/** The state that each dismissed review had, by its node id: the review itself does not keep it. */
export function statesBeforeDismissal(events: readonly EventFragment[]): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap(({ review, previousReviewState }) =>
      review && previousReviewState ? [[review.id, previousReviewState]] : [],
    ),
  )
}

/** One of this App's own comments. */
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

function said(node: Said, on: Post['on'], at: string): Omit<Post, 'review'> {
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

/** The numeric id that webhooks and REST use; where GraphQL does not give it, the address ends in it. */
function idOf({ fullDatabaseId, url }: Pick<Said, 'fullDatabaseId' | 'url'>): string {
  const id = fullDatabaseId ?? /(?:#issuecomment-|#pullrequestreview-|#discussion_r)(\d+)$/.exec(url)?.[1]
  if (id === undefined) throw new InconsistentRead('a comment has no id')
  return String(id)
}
