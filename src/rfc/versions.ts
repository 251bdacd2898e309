import type { Config } from '../config/config.ts'
import { type SortedFiles, sortFiles } from './attachments.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import { type HeadSpan, headSpans } from './heads.ts'
import { isMarkdown, isRfcPath } from '../config/rfc-paths.ts'
import { type ChangedFile, type ChangesAt, type FileAt, fileKey, type Snapshot } from '../facts/snapshot.ts'
import { namingRules, speaksOfPeople } from './text-names.ts'
import { documentOf, type DocumentTexts } from './texts.ts'
import { byTime } from '../facts/time.ts'

/**
 * What the RFC said in one stretch of time: a head and a revision of the description.
 * A version without a commit (after a force-push, before its announcement) pins nothing (F1).
 */
export interface Version {
  readonly commit: string | null
  /** The description as it read then; null when that cannot be read. */
  readonly description: string | null
  /** The labels of the pull request then, in lower case: one of them may make the description the document (D3). */
  readonly labels: ReadonlySet<string>
  /** Statements belong to it when made strictly after this second. */
  readonly since: string
}

/** Every announced version in order of time; the description's edits and labels make versions just as pushes do (D3, S6). */
export function versionsOf(snapshot: Snapshot): readonly Version[] {
  const revisions = descriptionRevisions(snapshot)
  const changes: {
    at: string
    span?: HeadSpan
    description?: string | null
    labels?: ReadonlySet<string>
  }[] = [
    ...labelTimes(snapshot),
    ...headSpans(snapshot).map((span) => ({ at: span.since, span })),
    ...revisions.map(({ at, text }) => ({ at, description: text })),
  ].sort((a, b) => byTime(a.at, b.at))
  const versions: Version[] = []
  let span: HeadSpan | undefined
  // A head announced in the very second of the opening has the description as opened, too.
  let description = revisions[0]?.text ?? null
  let labels: ReadonlySet<string> = new Set()
  for (const change of changes) {
    span = change.span ?? span
    labels = change.labels ?? labels
    if (change.description !== undefined) description = change.description
    // Of several in one second each is a version: whom it named is not forgotten (S6).
    if (span) versions.push({ commit: span.commit, description, labels, since: change.at })
  }
  return versions
}

/** When the pull request first left draft; null while it never did (S6). */
export function firstLeftDraft({ pullRequest, draftChanges }: Snapshot): string | null {
  const first = draftChanges[0]
  if (!first) return pullRequest.isDraft ? null : pullRequest.createdAt
  return first.to === 'ready' ? first.at : pullRequest.createdAt
}

/** Of the versions of a pull request those that stood at or after the moment of first leaving draft (S6). */
export function outsideDraft(snapshot: Snapshot, versions: readonly Version[]): readonly Version[] {
  const left = firstLeftDraft(snapshot)
  if (left === null) return []
  return versions.filter((_, index) => {
    const until = versions[index + 1]?.since
    return until === undefined || until >= left
  })
}

/** The version that stands now, whether or not it was announced already. */
export function currentVersion({ pullRequest, at }: Snapshot): Version {
  const labels = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  return { commit: pullRequest.head, description: pullRequest.description.text, labels, since: at }
}

/** Which labels stood when: from what stands now back through the changes, so that nothing before them is needed. */
function labelTimes({
  pullRequest,
  labelChanges,
}: Snapshot): readonly { at: string; labels: ReadonlySet<string> }[] {
  const labels = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  const times = labelChanges.toReversed().map(({ at, label, to }) => {
    const after = new Set(labels)
    if (to === 'on') labels.delete(label.toLowerCase())
    else labels.add(label.toLowerCase())
    return { at, labels: after }
  })
  return [{ at: pullRequest.createdAt, labels }, ...times.reverse()]
}

/** The newest announced version strictly before a time (F1); null when there is none or it has no commit. */
export function versionAt(versions: readonly Version[], time: string): Version | null {
  const version = versions.findLast((candidate) => candidate.since < time)
  return version?.commit ? version : null
}

function descriptionRevisions({ pullRequest, at }: Snapshot): readonly { at: string; text: string | null }[] {
  const { text, revisions, lastEditedAt } = pullRequest.description
  // A history that cannot be read proves nothing about what stood there before now.
  if (!revisions)
    return [
      { at: pullRequest.createdAt, text: null },
      { at: lastEditedAt ?? at, text },
    ]
  return revisions.length > 0 ? revisions : [{ at: pullRequest.createdAt, text }]
}

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
      readonly blob: string | null
      readonly attachments: readonly Attachment[]
    }
  | { readonly kind: 'deleted' }
  /** `by`: the file is no text, which stays so; or its text could not be read within the bounds. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly by: 'file' | 'reading' }
)

/** A file that belongs to a document (D2, D4); `blob` is null where it is deleted, or GitHub does not show it. */
export interface Attachment {
  readonly path: string
  readonly blob: string | null
}

/** The RFC at a version: its documents, or why they cannot be known. */
export type RfcAt =
  | { readonly kind: 'read'; readonly documents: readonly DocumentAt[] }
  | { readonly kind: 'unreadable'; readonly why: string; readonly isGone: boolean }

/** The files a commit changes; the head's own are in the snapshot from the first read on. */
export function changesOf(snapshot: Snapshot, commit: string): ChangesAt {
  const isHead = commit === snapshot.pullRequest.head
  if (isHead && snapshot.changes.kind !== 'not listed') return snapshot.changes
  return (
    snapshot.changesAt.get(commit) ?? {
      kind: 'unreadable',
      why: 'its changes could not be read',
      isGone: false,
    }
  )
}

/** The RFC files among changed files: by the old path or the new one, deleted ones too (D2). */
export function rfcFiles(config: Config, files: readonly ChangedFile[]): readonly ChangedFile[] {
  return files.filter(
    ({ path, previousPath, change }) =>
      isRfcPath(config, path) ||
      (change === 'renamed' && previousPath !== null && isRfcPath(config, previousPath)),
  )
}

/** Whether RFC files differ, and nobody can tell whether here or on the base: GitHub does not tell where both parted (D6). */
export function isAmbiguous(changes: ChangesAt, config: Config): boolean {
  return (
    changes.kind === 'complete' && changes.isAgainstTip === true && rfcFiles(config, changes.files).length > 0
  )
}

/** Whether the pull request carries a label that makes it an RFC (D3). */
export function carriesLabel({ pullRequest }: Snapshot, config: Config): boolean {
  const labels = new Set(config.rfcs.labels.map((label) => label.toLowerCase()))
  return pullRequest.labels.some((label) => labels.has(label.toLowerCase()))
}

/** The RFC documents at a version; where no file is one and a label made it an RFC, the description is (D3). */
export function rfcAt(snapshot: Snapshot, config: Config, texts: DocumentTexts, version: Version): RfcAt {
  if (version.commit === null) return { kind: 'unreadable', why: 'It was not announced.', isGone: true }
  const commit = version.commit
  const changes = changesOf(snapshot, commit)
  if (changes.kind === 'unreadable') return changes
  const files = rfcFiles(config, changes.files)
  const isLabelled = config.rfcs.labels.some((label) => version.labels.has(label.toLowerCase()))
  const described = isLabelled ? [descriptionDocument(texts, version.description)] : []
  if (files.length === 0) return { kind: 'read', documents: described }
  const sorted = sortedAt(snapshot, config, texts, commit, files)
  const unchanged = sorted.unchanged.map(
    (path): ChangedFile => ({ path, previousPath: null, change: 'modified' }),
  )
  const documents = [...sorted.documents, ...unchanged].map((file) =>
    documentAt(snapshot, texts, commit, file, sorted.attachments.get(file.path) ?? []),
  )
  // Files without a document make no RFC: then a label may (D2, D3).
  return { kind: 'read', documents: documents.length > 0 ? documents : described }
}

/** The RFC files of a commit as documents and attachments (D2, D4). */
export function sortedAt(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
  commit: string,
  files: readonly ChangedFile[],
): SortedFiles {
  const rules = namingRules(snapshot, config)
  const fileAt = (at: string, path: string) => snapshot.files.get(fileKey(at, path))
  const speaks = (file: FileAt | undefined): boolean => {
    // What cannot be read may say anything.
    if (file?.kind !== 'text') return file?.kind !== 'absent'
    const parsed = documentOf(texts, file.text)
    return parsed.kind === 'unreadable' || speaksOfPeople(rules, parsed)
  }
  return sortFiles(config, files, {
    at: (path) => fileAt(commit, path),
    speaks,
    baseSpeaks: ({ path, previousPath, change }) =>
      change !== 'added' && speaks(fileAt(snapshot.pullRequest.baseTip, previousPath ?? path)),
  })
}

function documentAt(
  snapshot: Snapshot,
  texts: DocumentTexts,
  commit: string,
  file: ChangedFile,
  attached: readonly string[],
): DocumentAt {
  const { path, previousPath, change } = file
  const isNew = change === 'added' || change === 'copied'
  const where = { path, place: path, replaces: isNew ? null : (previousPath ?? path) }
  if (file.change === 'deleted') return { ...where, kind: 'deleted' }
  const found = snapshot.files.get(fileKey(commit, path))
  if (found?.kind !== 'text') {
    const why = found?.kind === 'unreadable' ? found.why : 'is not there'
    return {
      ...where,
      kind: 'unreadable',
      by: 'file',
      why: `The file ${why}. An RFC is a text file of its own, in UTF-8, of 1 MiB at most.`,
    }
  }
  const parsed = documentOf(texts, found.text)
  if (parsed.kind === 'unreadable') return { ...where, ...parsed, by: 'reading' }
  const attachments = attached.toSorted().map((name): Attachment => {
    const attachment = snapshot.files.get(fileKey(commit, name))
    const blob = attachment?.kind === 'text' || attachment?.kind === 'unreadable' ? attachment.blob : null
    return { path: name, blob }
  })
  return { ...where, kind: 'read', parsed, text: found.text, blob: found.blob, attachments }
}

function descriptionDocument(texts: DocumentTexts, text: string | null): DocumentAt {
  const where = { path: null, place: 'the description', replaces: null }
  if (text === null)
    return {
      ...where,
      kind: 'unreadable',
      by: 'file',
      why: 'The description cannot be read as it stood then.',
    }
  const parsed = documentOf(texts, text)
  return parsed.kind === 'unreadable'
    ? { ...where, ...parsed, by: 'reading' }
    : { ...where, kind: 'read', parsed, text, blob: null, attachments: [] }
}

/** A file to be read at a commit. */
export interface FileToRead {
  readonly commit: string
  readonly path: string
}

/**
 * Where the base versions of the touched RFC files stand: they name people too (S6); so do the documents whose
 * attachments alone are touched (D4).
 */
export function baseFiles(snapshot: Snapshot, config: Config, texts: DocumentTexts): readonly FileToRead[] {
  const { head, baseTip } = snapshot.pullRequest
  const changes = changesOf(snapshot, head)
  if (changes.kind === 'unreadable') return []
  const files = rfcFiles(config, changes.files)
  const touched = files
    .filter(({ change }) => change === 'modified' || change === 'renamed' || change === 'deleted')
    .map(({ path, previousPath }) => previousPath ?? path)
    .filter(isMarkdown)
  const { unchanged } = sortedAt(snapshot, config, texts, head, files)
  return [...touched, ...unchanged].map((path) => ({ commit: baseTip, path }))
}

/** The base files that oblige: not those that read at the merge base as at `rfcs.since`, before there was this App (D8). */
export function obligingBaseFiles(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
): readonly FileToRead[] {
  const { files, mergeBase } = snapshot
  const { since } = config.rfcs
  const blobAt = (commit: string, path: string): string | null => {
    const file = files.get(fileKey(commit, path))
    return file?.kind === 'text' || file?.kind === 'unreadable' ? file.blob : null
  }
  return baseFiles(snapshot, config, texts).filter(({ path }) => {
    if (since === null || !mergeBase) return true
    const blob = blobAt(since, path)
    return blob === null || blob !== blobAt(mergeBase, path)
  })
}

/** What must be read to know which oblige. */
export function filesSince(snapshot: Snapshot, config: Config, texts: DocumentTexts): readonly FileToRead[] {
  const { since } = config.rfcs
  const { mergeBase } = snapshot
  if (since === null) return []
  return baseFiles(snapshot, config, texts).flatMap(({ path }) =>
    [since, ...(mergeBase ? [mergeBase] : [])].map((commit) => ({ commit, path })),
  )
}
