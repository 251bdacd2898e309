import { isDocumentPath, isMarkdown } from '../config/rfc-paths.ts'
import { readExternalId } from '../facts/external-id.ts'
import { unjudgedCommits } from '../facts/former-notes.ts'
import { fileKey } from '../facts/keys.ts'
import type { PullRequestFacts, Remembered, Snapshot } from '../facts/snapshot.ts'
import { foldersOfDocument } from './attachments.ts'
import type { Case } from './case.ts'
import { changesOf, rfcFiles } from './changed-files.ts'
import { carriesLabel } from './documents-at.ts'
import type { Version } from './versions.ts'

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

/** Returns whether the pull request is judged as an RFC: it is one, or may have been one outside draft (D5). */
export function isRfc(theCase: Case): boolean {
  return isRfcNow(theCase) || staysRfc(theCase)
}

/** Returns whether it was judged as an RFC, or may have been one (D5). Whether that still counts, its tips show. */
export function staysRfc(theCase: Case): boolean {
  return wasJudged(theCase.snapshot) || wasUnjudgedRfc(theCase)
}

/** Whether it was judged as an RFC: it was announced as one outside draft, or has a ledger. */
function wasJudged(snapshot: Snapshot): boolean {
  return wasRfc(snapshot) || snapshot.remembered.hasLedger
}

/** Returns earlier heads of which it was unknown whether they were an RFC; their changes show it now (D5). */
export function unjudgedVersions({ snapshot, versions }: Case): readonly Version[] {
  const unjudged = unjudgedCommits(snapshot)
  return versions.filter(({ commit }) => commit !== null && unjudged.has(commit))
}

function wasUnjudgedRfc(theCase: Case): boolean {
  return unjudgedVersions(theCase).some((version) => [true, 'unread'].includes(isRfcAt(theCase, version)))
}

/**
 * Returns whether a version is an RFC by the configuration of now (D2, D3, D5). Where what it changes cannot be read it is
 * `unread`; a commit that is `gone` from GitHub is passed over (V6).
 */
export function isRfcAt(theCase: Case, version: Version): boolean | 'unread' | 'gone' {
  const { commit } = version
  if (commit === null) return 'gone'
  if (carriesLabel(theCase, version)) return true
  const changes = changesOf(theCase.snapshot, commit)
  if (changes.kind === 'unreadable') return changes.isGone ? 'gone' : 'unread'
  return rfcFiles(theCase.config, changes.files).length > 0
}

/** Returns whether a pull request may be an RFC while the configuration is broken (§13). */
export function mightBeRfc(snapshot: Snapshot): boolean {
  const { changes, pullRequest } = snapshot
  return (
    pullRequest.labels.length > 0 ||
    wasJudged(snapshot) ||
    changes.kind !== 'complete' ||
    changes.files.some(({ path, previousPath }) =>
      [path, previousPath].some((name) => name !== null && isMarkdown(name)),
    )
  )
}
