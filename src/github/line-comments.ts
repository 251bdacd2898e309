import type { Gap } from '../facts/snapshot.ts'
import type {
  EditHistoryFragment,
  EditsFragment,
  EditsQuery,
  LineCommentFragment,
  ReviewFragment,
} from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { InconsistentRead } from './faults.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'
import { wasEdited } from './revisions.ts'

const PAGES = documentNamed('line-comments')
const EDITS = documentNamed('edits')
const IDS_AT_ONCE = 100

/** A line comment with its edit history, where it was edited. */
export type LineComment = LineCommentFragment & Partial<EditsFragment>

/**
 * All line comments of some reviews, by review, with the history of those that were edited. No call where none was. Adds
 * to `gaps` where not as many come as are counted.
 */
export async function readLineComments(
  reader: Reader,
  reviews: readonly ReviewFragment[],
  what: string,
  gaps: Gap[],
): Promise<ReadonlyMap<ReviewFragment, readonly LineComment[]>> {
  const byReview = new Map<ReviewFragment, readonly LineComment[]>()
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
  review: ReviewFragment,
  what: string,
  gaps: Gap[],
): Promise<readonly LineCommentFragment[]> {
  const comments: LineCommentFragment[] = []
  let connection: ReviewFragment['comments'] | undefined = review.comments
  let from: string | null = null
  for (;;) {
    if (!connection?.nodes)
      throw new InconsistentRead(`could not ${what}: the line comments of a review are not whole`)
    comments.push(...connection.nodes.filter((node) => node !== null))
    from = nextPage(connection.pageInfo, 'forward', from)
    if (from === null) break
    const { data } = await ask(octokit, {
      document: PAGES,
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
  edited: readonly LineCommentFragment[],
  what: string,
): Promise<ReadonlyMap<string, EditHistoryFragment>> {
  const histories = new Map<string, EditHistoryFragment>()
  for (const comment of edited) {
    const known = caches.edits.get(historyKey(comment))
    if (known) histories.set(comment.id, known)
  }
  const unknown = edited.map(({ id }) => id).filter((id) => !histories.has(id))
  for (let start = 0; start < unknown.length; start += IDS_AT_ONCE) {
    const ids = unknown.slice(start, start + IDS_AT_ONCE)
    const { data } = await ask(octokit, {
      document: EDITS,
      variables: { ids },
      what,
      mayBeNull: ['comment with its edits'],
    })
    for (const node of data.nodes) {
      if (!isHistory(node)) continue
      histories.set(node.id, node)
      caches.edits.set(historyKey(node), node)
    }
  }
  return histories
}

function isHistory(node: EditsQuery['nodes'][number]): node is EditHistoryFragment {
  return node?.id !== undefined
}

/** An edit between the two reads shows as another time; the history is then not the one of this text. */
function withHistory(comment: LineCommentFragment, history: EditHistoryFragment | undefined): LineComment {
  if (!history || history.lastEditedAt !== comment.lastEditedAt) return comment
  return { ...comment, userContentEdits: history.userContentEdits ?? null }
}

function historyKey({
  id,
  updatedAt,
  lastEditedAt,
}: Pick<EditHistoryFragment, 'id' | 'updatedAt' | 'lastEditedAt'>): string {
  return `${id} ${updatedAt} ${lastEditedAt}`
}
