import type { Gap } from '../facts/snapshot.ts'
import { ask, documentNamed } from './ask.ts'
import { InconsistentRead } from './faults.ts'
import { nextPage } from './pages.ts'
import type { Connection, LineCommentNode, ReviewNode } from './pull-request-answer.ts'
import type { Reader } from './reader.ts'
import { type EditedNode, wasEdited } from './revisions.ts'

const PAGES = documentNamed('line-comments')
const EDITS = documentNamed('edits')
const IDS_AT_ONCE = 100

/**
 * All line comments of some reviews, by review, with the history of those that were edited. No call where none was. Adds
 * to `gaps` where not as many come as are counted.
 */
export async function readLineComments(
  reader: Reader,
  reviews: readonly ReviewNode[],
  what: string,
  gaps: Gap[],
): Promise<ReadonlyMap<ReviewNode, readonly LineCommentNode[]>> {
  const byReview = new Map<ReviewNode, readonly LineCommentNode[]>()
  for (const review of reviews) byReview.set(review, await allOf(reader, review, what, gaps))
  const edited = [...byReview.values()].flat().filter(wasEdited)
  const histories = await readHistories(reader, edited, what)
  for (const [review, comments] of byReview) {
    byReview.set(
      review,
      comments.map((comment) => withHistory(comment, histories.get(comment.id))),
    )
  }
  return byReview
}

async function allOf(
  { octokit }: Reader,
  review: ReviewNode,
  what: string,
  gaps: Gap[],
): Promise<readonly LineCommentNode[]> {
  const comments: LineCommentNode[] = []
  let connection: Connection<LineCommentNode> | undefined = review.comments
  let from: string | null = null
  for (;;) {
    if (!connection?.nodes)
      throw new InconsistentRead(`could not ${what}: the line comments of a review are not whole`)
    comments.push(...connection.nodes.filter((node) => node !== null))
    from = nextPage(connection.pageInfo, 'forward', from)
    if (from === null) break
    const { data } = await ask<{ node: { comments?: Connection<LineCommentNode> } | null }>(octokit, {
      text: PAGES,
      variables: { review: review.id, from },
      what,
    })
    connection = data.node?.comments
  }
  if (comments.length !== connection.totalCount) {
    const why = `GitHub counts ${connection.totalCount} line comments of a review and shows ${comments.length}`
    gaps.push({ list: 'line comments', why })
  }
  return comments
}

async function readHistories(
  { octokit, caches }: Reader,
  edited: readonly LineCommentNode[],
  what: string,
): Promise<ReadonlyMap<string, EditedNode>> {
  const histories = new Map<string, EditedNode>()
  for (const comment of edited) {
    const known = caches.edits.get(historyKey(comment))
    if (known) histories.set(comment.id, known)
  }
  const unknown = edited.map(({ id }) => id).filter((id) => !histories.has(id))
  for (let start = 0; start < unknown.length; start += IDS_AT_ONCE) {
    const ids = unknown.slice(start, start + IDS_AT_ONCE)
    const { data } = await ask<{ nodes: readonly (LineCommentNode | null)[] }>(octokit, {
      text: EDITS,
      variables: { ids },
      what,
      mayBeNull: ['comment with its edits'],
    })
    for (const node of data.nodes) {
      if (!node?.id) continue
      histories.set(node.id, node)
      caches.edits.set(historyKey(node), node)
    }
  }
  return histories
}

/** An edit between the two reads shows as another time; the history is then not the one of this text. */
function withHistory(comment: LineCommentNode, history: EditedNode | undefined): LineCommentNode {
  if (!history || history.lastEditedAt !== comment.lastEditedAt) return comment
  return { ...comment, userContentEdits: history.userContentEdits ?? null }
}

function historyKey({ id, updatedAt, lastEditedAt }: LineCommentNode): string {
  return `${id} ${updatedAt} ${lastEditedAt}`
}
