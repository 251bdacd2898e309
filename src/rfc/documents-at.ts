import { isMarkdown } from '../config/rfc-paths.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import type { BlobId, CommitSha } from '../facts/ids.ts'
import { fileKey } from '../facts/keys.ts'
import type { ChangedFile, FileAt, Snapshot } from '../facts/snapshot.ts'
import { type SortedFiles, sortFiles } from './attachments.ts'
import { type Case, oncePerCase } from './case.ts'
import { changesOf, type FileToRead, rfcFiles } from './changed-files.ts'
import { readsAsDocument } from './names-in-text.ts'
import { documentOf, type DocumentTexts } from './texts.ts'
import type { Version } from './versions.ts'

/** One RFC document at a version. `path` is null where the description is the document (D3). */
export type DocumentAt = {
  readonly path: string | null
  readonly place: string
  /** The file of the base that it replaces, moves or deletes; null where it is new (F2a). */
  readonly replaces: string | null
} & (
  | {
      readonly kind: 'read'
      readonly parsed: ParsedDocument
      readonly text: string
      readonly blob: BlobId | null
      readonly attachments: readonly Attachment[]
    }
  | { readonly kind: 'deleted' }
  /** `by`: the file is no text, which stays so; or its text could not be read within the bounds. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly by: 'file' | 'reading' }
)

/** A file that belongs to a document (D2, D4); `blob` is null where it is deleted, or GitHub does not show it. */
export interface Attachment {
  readonly path: string
  readonly blob: BlobId | null
}

/** The RFC at a version: its documents, or why they cannot be known. */
export type RfcAt =
  | { readonly kind: 'read'; readonly documents: readonly DocumentAt[] }
  | { readonly kind: 'unreadable'; readonly why: string; readonly isGone: boolean }

/**
 * Returns the RFC documents at a version; where no file is one and a label makes it an RFC, the description is (D3).
 */
export const rfcAt = oncePerCase((theCase, version: Version): RfcAt => {
  if (version.commit === null) return { kind: 'unreadable', why: 'It was not announced.', isGone: true }
  const { snapshot, config, texts } = theCase
  const commit = version.commit
  const changes = changesOf(snapshot, commit)
  if (changes.kind === 'unreadable') return changes
  const files = rfcFiles(config, changes.files)
  const described = carriesLabel(theCase, version) ? [descriptionDocument(texts, version.description)] : []
  if (files.length === 0) return { kind: 'read', documents: described }
  const sorted = sortedAt(theCase, commit)
  const unchanged = sorted.unchanged.map(
    (path): ChangedFile => ({ path, previousPath: null, change: 'modified' }),
  )
  const documents = [...sorted.documents, ...unchanged].map((file) =>
    documentAt(theCase, commit, file, sorted.attachments.get(file.path) ?? []),
  )
  // Files without a document make no RFC: then a label may (D2, D3).
  return { kind: 'read', documents: documents.length > 0 ? documents : described }
})

/** Returns whether the description is the document of a version (D3). */
export function isDescription(theCase: Case, version: Version): boolean {
  const rfc = rfcAt(theCase, version)
  return rfc.kind === 'read' && rfc.documents.some(({ path }) => path === null)
}

/** Returns the RFC files of a commit whose changes could be read, sorted into documents and attachments (D2, D4). */
export const sortedAt = oncePerCase((theCase, commit: CommitSha): SortedFiles => {
  const { snapshot, config, texts } = theCase
  const changes = changesOf(snapshot, commit)
  const files = changes.kind === 'unreadable' ? [] : rfcFiles(config, changes.files)
  const fileAt = (at: CommitSha, path: string) => snapshot.files.get(fileKey(at, path))
  const isDocument = (file: FileAt | undefined): boolean => {
    // A file that cannot be read may name someone.
    if (file?.kind !== 'text') return file?.kind !== 'absent'
    const parsed = documentOf(texts, file.text)
    return parsed.kind === 'unreadable' || readsAsDocument(theCase, parsed)
  }
  return sortFiles(config, files, {
    at: (path) => fileAt(commit, path),
    isDocument,
    wasDocument: ({ path, previousPath, change }) =>
      change !== 'added' && isDocument(fileAt(snapshot.pullRequest.baseTip, previousPath ?? path)),
  })
})

function documentAt(
  { snapshot, texts }: Case,
  commit: CommitSha,
  file: ChangedFile,
  attached: readonly string[],
): DocumentAt {
  const { path, previousPath, change } = file
  const isNew = change === 'added' || change === 'copied'
  const where = { path, place: path, replaces: isNew ? null : (previousPath ?? path) }
  if (file.change === 'deleted') return { ...where, kind: 'deleted' }
  const found = snapshot.files.get(fileKey(commit, path))
  if (found?.kind !== 'text') {
    const why = found?.kind === 'unreadable' ? found.why : "doesn't exist"
    return {
      ...where,
      kind: 'unreadable',
      by: 'file',
      why: `The file ${why}. An RFC must be a regular text file in UTF-8 of at most 1 MiB.`,
    }
  }
  const parsed = documentOf(texts, found.text)
  if (parsed.kind === 'unreadable') return { ...where, ...parsed, by: 'reading' }
  const attachments = attached
    .toSorted()
    .map((name): Attachment => ({ path: name, blob: blobAt(snapshot, commit, name) }))
  return { ...where, kind: 'read', parsed, text: found.text, blob: found.blob, attachments }
}

/** Returns the blob id of a file at a commit; null where there is none, or it is not known. */
export function blobAt({ files }: Snapshot, commit: CommitSha, path: string): BlobId | null {
  const file = files.get(fileKey(commit, path))
  return file?.kind === 'text' || file?.kind === 'unreadable' ? file.blob : null
}

function descriptionDocument(texts: DocumentTexts, text: string | null): DocumentAt {
  const where = { path: null, place: 'the description', replaces: null }
  if (text === null)
    return {
      ...where,
      kind: 'unreadable',
      by: 'file',
      why: "This version of the description can't be read.",
    }
  const parsed = documentOf(texts, text)
  return parsed.kind === 'unreadable'
    ? { ...where, ...parsed, by: 'reading' }
    : { ...where, kind: 'read', parsed, text, blob: null, attachments: [] }
}

/** Returns whether the pull request carried a label that makes it an RFC, at a version (D3). */
export function carriesLabel({ config }: Case, { labels }: Pick<Version, 'labels'>): boolean {
  return config.rfcs.labels.some((label) => labels.has(label.toLowerCase()))
}

/**
 * Returns the base versions of the RFC files that a commit touches, which name people too (S6), and of documents of which
 * only attachments are touched (D4).
 */
export function baseFiles(
  theCase: Case,
  commit: CommitSha = theCase.snapshot.pullRequest.head,
): readonly FileToRead[] {
  const { snapshot, config } = theCase
  const { baseTip } = snapshot.pullRequest
  const changes = changesOf(snapshot, commit)
  if (changes.kind === 'unreadable') return []
  const files = rfcFiles(config, changes.files)
  const touched = files
    .filter(({ change }) => change === 'modified' || change === 'renamed' || change === 'deleted')
    .map(({ path, previousPath }) => previousPath ?? path)
    .filter(isMarkdown)
  const { unchanged } = sortedAt(theCase, commit)
  return [...touched, ...unchanged].map((path) => ({ commit: baseTip, path }))
}

/**
 * Returns the base files whose names are required: not those with the same text at the merge base as at `rfcs.since`,
 * before this App was in use (D8).
 */
export function obligingBaseFiles(
  theCase: Case,
  commit: CommitSha = theCase.snapshot.pullRequest.head,
): readonly FileToRead[] {
  const { snapshot } = theCase
  const { mergeBase } = snapshot
  const { since } = theCase.config.rfcs
  return baseFiles(theCase, commit).filter(({ path }) => {
    if (since === null || !mergeBase) return true
    const blob = blobAt(snapshot, since, path)
    return blob === null || blob !== blobAt(snapshot, mergeBase, path)
  })
}

/** Returns the files to read to know which base files those are. */
export function filesSince(theCase: Case): readonly FileToRead[] {
  const { since } = theCase.config.rfcs
  const { mergeBase } = theCase.snapshot
  if (since === null) return []
  return baseFiles(theCase).flatMap(({ path }) =>
    [since, ...(mergeBase ? [mergeBase] : [])].map((commit) => ({ commit, path })),
  )
}
