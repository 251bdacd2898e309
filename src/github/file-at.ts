import { createHash } from 'node:crypto'
import type { BlobId } from '../facts/ids.ts'
import type { FileAt } from '../facts/snapshot.ts'
import type { EntryOrFolderFragment } from './answers.generated.ts'

/** No text that is larger is read (T5). */
export const MOST_BYTES = 1_048_576
const LFS = 'version https://git-lfs.github.com/spec/'

/** Returns the text of a tree entry, or why it has none (T5); null, no entry, is an absent file. */
export function fileAt(entry: EntryOrFolderFragment | null): FileAt {
  if (entry === null) return { kind: 'absent' }
  const { object } = entry
  const blob = object?.oid ?? null
  const unreadable = (why: string): FileAt => ({ kind: 'unreadable', blob, why })
  const kind = kindOf(entry)
  if (kind !== 'a file') {
    const files = object?.entries?.flatMap(({ name, type }) => (type === 'blob' ? [name] : []))
    return { kind: 'unreadable', blob, why: `is ${kind}`, ...(files && { entries: files }) }
  }
  if (!object || blob === null || object.byteSize === undefined) {
    return unreadable('could not be read from GitHub')
  }
  if (object.byteSize > MOST_BYTES) return unreadable('is larger than 1 MiB')
  if (object.isTruncated) return unreadable('is longer than what GitHub shows of a file')
  // An empty file is nothing, so neither binary nor text.
  const text = object.byteSize === 0 ? '' : object.text
  if (object.isBinary === true || typeof text !== 'string') return unreadable('is not text')
  if (text.startsWith(LFS))
    return unreadable('is kept in Git LFS, only a pointer to it stands in the repository')
  if (!isUtf8({ oid: blob, byteSize: object.byteSize }, text)) return unreadable('is not UTF-8 throughout')
  return { kind: 'text', blob, text }
}

/** Returns whether a tree names a file whose blob is missing from the answer, so that it must be read again. */
export function lacksBlob(entry: EntryOrFolderFragment | null | undefined): boolean {
  if (!entry || kindOf(entry) !== 'a file') return false
  return entry.object?.oid === undefined || entry.object.byteSize === undefined
}

/**
 * Returns whether a text is the blob's UTF-8. For other encodings GitHub guesses and returns clean text of another length;
 * Git's id of the blob then decides.
 */
function isUtf8({ oid, byteSize }: { oid: BlobId; byteSize: number }, text: string): boolean {
  if (text.includes('\uFFFD')) return false
  // GitHub may leave out a byte order mark.
  return [text, `\uFEFF${text}`].some(
    (whole) => Buffer.byteLength(whole) === byteSize || gitId(Buffer.from(whole)) === oid,
  )
}

function gitId(bytes: Buffer): BlobId {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** Whether an entry is a folder whose files do not come with it: what is in it must be asked for again (GH-185). */
export function lacksEntries(entry: EntryOrFolderFragment | null | undefined): boolean {
  return entry !== null && entry !== undefined && kindOf(entry) === 'a folder' && !entry.object?.entries
}

/** By its mode, because a symbolic link's blob reads like any other. */
function kindOf({ mode: given, type }: EntryOrFolderFragment): string {
  // GitHub returns the number (33188); other servers return its octal digits (100644).
  const mode = given > 0o177777 ? Number.parseInt(String(given), 8) : given
  if (mode === 0o120000) return 'a symbolic link'
  if (mode === 0o160000 || type === 'commit') return 'a submodule'
  if (mode === 0o040000 || type === 'tree') return 'a folder'
  return mode === 0o100644 || mode === 0o100755 ? 'a file' : 'no regular file'
}
