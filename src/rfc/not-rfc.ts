import type { Config } from '../config/config.ts'
import { globTest } from '../config/glob.ts'
import { isMarkdown } from '../config/rfc-paths.ts'
import { fileKey } from '../facts/keys.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { changesOf, type FileToRead, rfcFiles } from './changed-files.ts'
import { baseFiles, carriesLabel, rfcAt } from './documents-at.ts'
import { hasAlignment, peopleKeys, stakeholdersInText } from './names-in-text.ts'
import { alignmentRule, problemRule, sectionsNamed } from './sections.ts'
import { configStakeholders, stakeholderListAt } from './stakeholder-lists.ts'
import { documentOf, type DocumentTexts, type TextToParse } from './texts.ts'

/** Why a pull request is no RFC (D2, D5, D8, D9). */
export type NotRfc =
  /** Nothing it changes matches; `elsewhere`: changed files that read like RFCs. */
  | { readonly kind: 'no match'; readonly paths: readonly string[]; readonly elsewhere: readonly string[] }
  | { readonly kind: 'other base'; readonly bases: readonly string[] }
  /** It changes only texts that are older than this App and name no one. */
  | { readonly kind: 'older texts' }
  /** It was one, and no one is required any more. */
  | { readonly kind: 'left' }
  /** The configuration cannot be read, and nothing here could be an RFC. */
  | { readonly kind: 'nothing like one' }

/** Returns whether RFCs are decided on the base branch of this pull request (D9). */
export function isDecidedHere({ rfcs }: Config, baseName: string): boolean {
  return rfcs.bases === null || rfcs.bases.some((base) => globTest(base)(baseName))
}

/** Returns the reason that nothing matches, with the changed files outside the paths that look like an RFC (D2). */
export function noMatch({ snapshot, config, texts }: Case): NotRfc {
  const elsewhere = looksLikeRfc(snapshot).filter((file) => {
    const found = snapshot.files.get(fileKey(file.commit, file.path))
    const parsed = found?.kind === 'text' ? documentOf(texts, found.text) : null
    return (
      parsed?.kind === 'document' &&
      [problemRule(config), alignmentRule(config)].every((rule) => sectionsNamed(parsed, rule).length > 0)
    )
  })
  return { kind: 'no match', paths: config.rfcs.paths, elsewhere: elsewhere.map(({ path }) => path) }
}

/**
 * Returns why a pull request whose files match is not an RFC: it changes only files without a document, or texts that
 * are older than this App (D2, D8). Null when it is one.
 */
export function notRfcByText(theCase: Case): NotRfc | null {
  if (carriesLabel(theCase, theCase.current)) return null
  const rfc = rfcAt(theCase, theCase.current)
  if (rfc.kind === 'unreadable') return null
  if (rfc.documents.length === 0) return noMatch(theCase)
  return isOlder(theCase) ? { kind: 'older texts' } : null
}

/** Whether it modifies only texts that named no one before and name no one now, nor does the configuration (D8). */
function isOlder(theCase: Case): boolean {
  const { snapshot, config, texts, current } = theCase
  const { head } = snapshot.pullRequest
  const changes = changesOf(snapshot, head)
  if (changes.kind === 'unreadable' || configStakeholders(theCase, head).names.length > 0) return false
  if (!rfcFiles(config, changes.files).every(({ change }) => change === 'modified')) return false
  const namesNoOne = baseFiles(theCase).every(({ commit, path }) => {
    const file = snapshot.files.get(fileKey(commit, path))
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    return (
      parsed?.kind === 'document' &&
      !hasAlignment(config, parsed) &&
      peopleKeys(config, parsed).length === 0 &&
      stakeholdersInText(theCase, parsed, path).names.length === 0
    )
  })
  return namesNoOne && stakeholderListAt(theCase, current).names.length === 0
}

/** More changed files of Markdown are a change of documentation; they are not read. */
const MOST_LOOKED_AT = 3
const OTHER_NAMES =
  /(?:^|\/)(?:readme|index|changelog|changes|contributing|code_of_conduct|security|license|template|_template|[^/]*-template|pull_request_template)\.[a-z]+$/i

/**
 * Returns what must be read and parsed to say so. Nothing where no Markdown, or much of it, changed: then it costs no
 * call.
 */
export function missingOfNoMatch(
  snapshot: Snapshot,
  texts: DocumentTexts,
): { readonly texts: readonly TextToParse[]; readonly files: readonly FileToRead[] } {
  const files = looksLikeRfc(snapshot)
  const found = files.map(({ commit, path }) => snapshot.files.get(fileKey(commit, path)))
  return {
    files: files.filter((_, index) => found[index] === undefined),
    texts: found.flatMap((file) =>
      file?.kind === 'text' && !texts.document.has(file.text)
        ? [{ as: 'document' as const, text: file.text }]
        : [],
    ),
  }
}

function looksLikeRfc(snapshot: Snapshot): readonly FileToRead[] {
  const commit = snapshot.pullRequest.head
  const changes = changesOf(snapshot, commit)
  if (changes.kind !== 'complete') return []
  const files = changes.files.filter(
    ({ path, change }) => change !== 'deleted' && isMarkdown(path) && !OTHER_NAMES.test(path),
  )
  return files.length > MOST_LOOKED_AT ? [] : files.map(({ path }) => ({ commit, path }))
}
