import type { Config } from '../config/config.ts'
import { readExternalId } from '../facts/external-id.ts'
import { unjudgedCommits } from '../facts/kept-notes.ts'
import { foldersOfDocument } from './attachments.ts'
import { isDocumentPath, isMarkdown } from '../config/rfc-paths.ts'
import { fileKey, type PullRequestFacts, type Snapshot } from '../facts/snapshot.ts'
import {
  carriesLabel,
  changesOf,
  firstLeftDraft,
  outsideDraft,
  rfcFiles,
  type Version,
  versionsOf,
} from './versions.ts'

/** Whether the pull request touches an RFC file or carries an RFC label now (D2, D3). */
export function isRfcNow(snapshot: Snapshot, config: Config): boolean {
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  const touches =
    changes.kind === 'complete' &&
    rfcFiles(config, changes.files).some(
      ({ path, previousPath }) =>
        isMarkdown(path) ||
        (previousPath !== null && isMarkdown(previousPath)) ||
        mayHaveDocument(snapshot, config, path),
    )
  return touches || carriesLabel(snapshot, config)
}

/** Whether a file that is no Markdown may belong to a document: some of its folders holds one, or was not read yet (D2). */
function mayHaveDocument({ files, pullRequest }: Snapshot, config: Config, path: string): boolean {
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

/** Whether this App announced the pull request as an RFC outside draft; from then on it always is one (D5). */
export function wasRfc({ runs, pullRequest }: PullRequestFacts): boolean {
  return runs.some((run) => {
    const id = readExternalId(run.externalId)
    return id?.number === pullRequest.number && id.wasRfc
  })
}

/** Whether the rules for RFCs hold here: it is one, or was one outside draft (D5). */
export function isRfc(snapshot: Snapshot, config: Config): boolean {
  return isRfcNow(snapshot, config) || staysRfc(snapshot, config)
}

/** Whether it was one outside draft, or nobody can say that it was not (D5). */
export function staysRfc(snapshot: Snapshot, config: Config): boolean {
  return wasRfc(snapshot) || wasUnjudgedRfc(snapshot, config)
}

/** Earlier heads of which nobody could say whether they were an RFC when they stood: their changes tell it now (D5). */
export function unjudgedVersions(snapshot: Snapshot): readonly Version[] {
  const unjudged = unjudgedCommits(snapshot)
  const left = snapshot.draftChanges.length > 0 ? firstLeftDraft(snapshot) : null
  if (unjudged.size === 0 && left === null) return []
  const versions = versionsOf(snapshot)
  // What stood when it left draft may have been replaced before a visit saw it outside draft.
  const first = left === null ? null : versions.findLast(({ since }) => since <= left)?.commit
  return outsideDraft(snapshot, versions).filter(
    ({ commit }) => commit !== null && (unjudged.has(commit) || commit === first),
  )
}

function wasUnjudgedRfc(snapshot: Snapshot, config: Config): boolean {
  return unjudgedVersions(snapshot).some(({ commit, labels }) => {
    if (commit === null) return false
    const changes = changesOf(snapshot, commit)
    // What cannot be read may have been one; a commit that is gone is passed over (V6).
    if (changes.kind === 'unreadable') return !changes.isGone
    const isLabelled = config.rfcs.labels.some((label) => labels.has(label.toLowerCase()))
    return isLabelled || rfcFiles(config, changes.files).length > 0
  })
}

/** While the configuration is broken, whatever might be an RFC counts as one (§10). */
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
