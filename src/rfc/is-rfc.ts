import { isDocumentPath, isMarkdown } from '../config/rfc-paths.ts'
import { readExternalId } from '../facts/external-id.ts'
import { unjudgedCommits } from '../facts/kept-notes.ts'
import { fileKey } from '../facts/keys.ts'
import type { PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import { foldersOfDocument } from './attachments.ts'
import type { Case } from './case.ts'
import { changesOf, rfcFiles } from './changed-files.ts'
import { carriesLabel } from './documents-at.ts'
import { firstLeftDraft, outsideDraft, type Version } from './versions.ts'

/** Returns whether the pull request touches an RFC file or carries an RFC label now (D2, D3). */
export function isRfcNow(theCase: Case): boolean {
  const { snapshot, config } = theCase
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  const touches =
    changes.kind === 'complete' &&
    rfcFiles(config, changes.files).some(
      ({ path, previousPath }) =>
        isMarkdown(path) ||
        (previousPath !== null && isMarkdown(previousPath)) ||
        mayHaveDocument(theCase, path),
    )
  return touches || carriesLabel(theCase, theCase.current)
}

/**
 * Whether a file that is not Markdown may belong to a document: one of its folders has one, or was not read yet (D2).
 */
function mayHaveDocument({ snapshot, config }: Case, path: string): boolean {
  const { files, pullRequest } = snapshot
  return foldersOfDocument(config, path).some((folder) => {
    const listing = files.get(fileKey(pullRequest.head, folder))
    const entries = listing?.kind === 'unreadable' ? listing.entries : []
    return (
      listing === undefined ||
      entries === undefined ||
      entries.some((name) => isDocumentPath(config, `${folder}/${name}`))
    )
  })
}

/** Returns whether this App announced the pull request as an RFC outside draft; from then on it always is one (D5). */
export function wasRfc({ runs, pullRequest, remembered }: HistoryFacts): boolean {
  return (
    remembered.wasRfc ||
    runs.some((run) => {
      const id = readExternalId(run.externalId)
      return id?.number === pullRequest.number && id.wasRfc
    })
  )
}

type HistoryFacts = Pick<PullRequestFacts, 'runs' | 'pullRequest'> & {
  readonly remembered: Pick<Remembered, 'wasRfc'>
}

/** Returns whether the pull request is judged as an RFC: it is one, or was one outside draft (D5). */
export function isRfc(theCase: Case): boolean {
  return isRfcNow(theCase) || staysRfc(theCase)
}

/** Returns whether it was an RFC outside draft, or may have been (D5). */
export function staysRfc(theCase: Case): boolean {
  return wasRfc(theCase.snapshot) || wasUnjudgedRfc(theCase)
}

/** Returns earlier heads of which it was unknown whether they were an RFC; their changes show it now (D5). */
export function unjudgedVersions({ snapshot, versions }: Case): readonly Version[] {
  const unjudged = unjudgedCommits(snapshot)
  const left = snapshot.draftChanges.length > 0 ? firstLeftDraft(snapshot) : null
  if (unjudged.size === 0 && left === null) return []
  // The head at the time of leaving draft may have been replaced before an evaluation saw it outside draft.
  const first = left === null ? null : versions.findLast(({ since }) => since <= left)?.commit
  return outsideDraft(snapshot, versions).filter(
    ({ commit }) => commit !== null && (unjudged.has(commit) || commit === first),
  )
}

function wasUnjudgedRfc(theCase: Case): boolean {
  const { snapshot, config } = theCase
  return unjudgedVersions(theCase).some((version) => {
    const { commit } = version
    if (commit === null) return false
    const changes = changesOf(snapshot, commit)
    // What cannot be read may have been one; a commit that is gone is passed over (V6).
    if (changes.kind === 'unreadable') return !changes.isGone
    return carriesLabel(theCase, version) || rfcFiles(config, changes.files).length > 0
  })
}

/** Returns whether a pull request may be an RFC while the configuration is broken (§13). */
export function mightBeRfc(snapshot: Snapshot): boolean {
  const { changes, pullRequest } = snapshot
  return (
    pullRequest.labels.length > 0 ||
    wasRfc(snapshot) ||
    changes.kind !== 'complete' ||
    changes.files.some(({ path, previousPath }) =>
      [path, previousPath].some((name) => name !== null && isMarkdown(name)),
    )
  )
}
