import { dirname } from 'node:path/posix'
import type { Config } from '../config/config.ts'
import { isDocumentPath, isMarkdown, ownFolders } from '../config/rfc-paths.ts'
import type { ChangedFile, FileAt } from '../facts/snapshot.ts'

/** RFC files of a commit, sorted into documents and what belongs to them (D2, D4). */
export interface SortedFiles {
  readonly documents: readonly ChangedFile[]
  /** Documents that the commit leaves alone while it changes what is attached to them. */
  readonly unchanged: readonly string[]
  /** By the path of the document, in order. */
  readonly attachments: ReadonlyMap<string, readonly string[]>
  /** Folders, and files in them, that must be read to sort the files. */
  readonly looked: readonly string[]
}

/** What sorting needs to know of a commit. */
export interface CommitFiles {
  /** A file or folder at the commit; undefined while it was not read. */
  readonly at: (path: string) => FileAt | undefined
  /** Whether a text has a required section or names someone. */
  readonly isDocument: (file: FileAt) => boolean
  /** Whether the base version of a changed file does; that of a new file never. */
  readonly wasDocument: (file: ChangedFile) => boolean
}

/** A folder with more Markdown has no one document. */
const MOST_BESIDE = 20

/**
 * Sorts the files of a commit that match `rfcs.paths` (D2, D4). A Markdown file in a folder of its own that neither has a
 * required section nor names anybody, now or at base, is an attachment of the one document there; so is every file that
 * is not Markdown, which otherwise belongs to all documents of the pull request.
 */
export function sortFiles(config: Config, given: readonly ChangedFile[], commit: CommitFiles): SortedFiles {
  const files = given.flatMap(splitRename)
  const looked = new Set<string>()
  const readsAsAttachment = (file: ChangedFile): boolean => {
    if (file.change === 'deleted') return !commit.wasDocument(file)
    const found = commit.at(file.path)
    return found?.kind === 'text' && !commit.isDocument(found) && !commit.wasDocument(file)
  }
  const markdown = files.filter(({ path }) => isMarkdown(path))
  const attached = markdown.filter(
    (file) => ownFolders(config, file.path).length > 0 && readsAsAttachment(file),
  )
  const changed = new Set(files.map(({ path }) => path))
  const documents = markdown.filter((file) => !attached.includes(file))
  const unchanged = new Set<string>()
  const attachments = new Map<string, string[]>()
  const attach = (document: string, path: string) =>
    attachments.set(document, [...(attachments.get(document) ?? []), path])

  /** The documents of a folder: changed ones, else those that the commit leaves alone. */
  const documentsIn = (folder: string): readonly string[] => {
    const own = documents.filter(({ path, change }) => change !== 'deleted' && dirname(path) === folder)
    if (own.length > 0) return own.map(({ path }) => path)
    looked.add(folder)
    const listing = commit.at(folder)
    const entries = listing?.kind === 'unreadable' ? (listing.entries ?? []) : []
    const beside = entries
      .map((name) => `${folder}/${name}`)
      .filter((path) => isDocumentPath(config, path) && !changed.has(path))
    if (beside.length > MOST_BESIDE) return beside
    return beside.filter((path) => {
      looked.add(path)
      const file = commit.at(path)
      return file !== undefined && commit.isDocument(file)
    })
  }
  /** The one document that a file belongs to; null where there is none, or more than one. */
  const oneFor = (path: string): string | null => {
    for (const folder of foldersOfDocument(config, path)) {
      const found = documentsIn(folder)
      if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null
    }
    return null
  }

  const homes = files
    .filter((file) => !isMarkdown(file.path) || attached.includes(file))
    .flatMap((file) => pathsOf(file).map((path) => ({ file, path, home: oneFor(path) })))
  for (const { file, path, home } of homes) {
    if (home !== null) {
      attach(home, path)
      if (!changed.has(home)) unchanged.add(home)
    } else if (isMarkdown(path) && !documents.includes(file)) documents.push(file)
  }
  for (const { path, home } of homes) {
    if (home !== null || isMarkdown(path)) continue
    for (const document of documents) attach(document.path, path)
  }
  return { documents, unchanged: [...unchanged], attachments, looked: [...looked] }
}

/** Markdown that becomes something else is gone as a document. */
function splitRename(file: ChangedFile): readonly ChangedFile[] {
  const { path, previousPath, change } = file
  if (change !== 'renamed' || previousPath === null || isMarkdown(path) || !isMarkdown(previousPath)) {
    return [file]
  }
  return [
    { path: previousPath, previousPath: null, change: 'deleted' },
    { path, previousPath: null, change: 'added' },
  ]
}

/** Returns the folders that may hold the document of a file, the nearest first. */
export function foldersOfDocument(config: Config, path: string): readonly string[] {
  const own = ownFolders(config, path)
  const folder = dirname(path)
  return own.length > 0 || isMarkdown(path) || folder === '.' ? own : [folder]
}

/** A renamed file is gone from where it was. */
function pathsOf({ path, previousPath, change }: ChangedFile): readonly string[] {
  return change === 'renamed' && previousPath !== null ? [path, previousPath] : [path]
}
