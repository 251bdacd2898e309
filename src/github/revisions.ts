import type { Timestamp } from '../facts/ids.ts'
import type { Revision } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { EditFragment, EditsFragment, WrittenFragment } from './answers.generated.ts'
import { personOf } from './person.ts'

/** A text that somebody wrote, with its edit history where that came with it. */
export type EditedText = WrittenFragment & Partial<EditsFragment>

/** Returns whether a text was ever edited, by its own fields. */
export function wasEdited(
  node: Pick<WrittenFragment, 'lastEditedAt' | 'includesCreatedEdit' | 'editor'>,
): boolean {
  return node.lastEditedAt !== null || node.includesCreatedEdit || node.editor !== null
}

/**
 * The revisions of a text, oldest first, what was first said at `saidAt` included; null unless the history is whole
 * (C5: what cannot be read is not clean). GitHub keeps the whole text of each revision in `diff`, newest first.
 */
export function revisionsOf(node: EditedText, saidAt: Timestamp): readonly Revision[] | null {
  const history = node.userContentEdits
  if (!wasEdited(node) && (history?.totalCount ?? 0) === 0) {
    return [{ at: saidAt, editor: personOf(node.author), text: node.body }]
  }
  const edits = history?.nodes
  if (!edits || edits.length === 0 || edits.length !== history.totalCount) return null
  if (!edits.every((edit) => edit !== null)) return null
  const revisions = oldestFirst(edits).map((edit) => ({
    at: later(wholeSecond(edit.editedAt), saidAt),
    editor: personOf(edit.editor),
    text: edit.deletedAt === null ? edit.diff : null,
  }))
  const [first] = revisions
  // Comments older than GitHub's edit histories begin with their first edit; the text before it is lost.
  const isWhole = node.includesCreatedEdit || first?.at === saidAt
  return isWhole && readsAs(revisions.at(-1)?.text ?? null, node.body) ? revisions : null
}

/** The newest revision must equal the current text; otherwise the read is inconsistent, or `diff` is no complete text. */
function readsAs(text: string | null, body: string): boolean {
  return text === null || normal(text) === normal(body)
}

function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}

function oldestFirst(edits: readonly EditFragment[]): readonly EditFragment[] {
  // Reversed before sorting, so that edits of one second keep their order.
  const [first, last] = [edits[0]?.editedAt ?? '', edits.at(-1)?.editedAt ?? '']
  const turned = first >= last ? edits.toReversed() : [...edits]
  return turned.sort((a, b) => (a.editedAt < b.editedAt ? -1 : a.editedAt > b.editedAt ? 1 : 0))
}

// A review is written before it is submitted; until then only its author sees it.
function later(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b
}
