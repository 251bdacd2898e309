import type { CommitSha } from '../facts/ids.ts'
import type { Problem } from '../facts/problem.ts'
import { fileKey } from '../facts/keys.ts'
import type { Case } from './case.ts'
import { obligingBaseFiles, rfcAt } from './documents-at.ts'
import { isDescriptionAsked } from './stakeholder-lists.ts'
import { documentOf } from './texts.ts'
import type { Version } from './versions.ts'

/**
 * Returns a problem for each text that may have named someone and cannot be read: earlier heads, earlier descriptions,
 * the base (S6).
 */
export function unreadNames(theCase: Case, versions: readonly Version[]): readonly Problem[] {
  return [
    ...unreadVersions(theCase, versions),
    ...unreadDescriptions(theCase, versions),
    ...unreadBases(theCase),
  ]
}

/** Earlier texts that are unreadable now may have named someone (S6). */
function unreadVersions(theCase: Case, versions: readonly Version[]): readonly Problem[] {
  return [...unreadCommits(theCase, versions)].map(([commit, why]) => ({
    source: 'pull request',
    message: `The RFC can't be read at \`${commit.slice(0, 7)}\` (${why.replace(/\.$/, '')}), so the stakeholder list at that commit is unknown. Comment \`/refresh\` to retry, or open a new pull request.`,
    place: null,
  }))
}

/** Returns earlier heads whose text cannot be read, and why; a commit that is gone is passed over (V6). */
export function unreadCommits(theCase: Case, versions: readonly Version[]): ReadonlyMap<CommitSha, string> {
  const { snapshot } = theCase
  const unread = versions.flatMap((version) => {
    const { commit } = version
    if (commit === null || commit === snapshot.pullRequest.head) return []
    const rfc = rfcAt(theCase, version)
    // What is still among the commits is not gone, whatever GitHub returned a moment ago.
    const isGone = rfc.kind === 'unreadable' && rfc.isGone && !snapshot.commits.includes(commit)
    if (rfc.kind === 'unreadable') return isGone ? [] : [[commit, rfc.why] as const]
    return rfc.documents.flatMap((document) =>
      document.kind === 'unreadable' && document.by === 'reading' ? [[commit, document.why] as const] : [],
    )
  })
  return new Map(unread)
}

/** An edit of the description may be taken out of its history, and whom it named with it (S6). */
function unreadDescriptions(theCase: Case, versions: readonly Version[]): readonly Problem[] {
  const isUnread = versions.some(
    (version) => version.description === null && isDescriptionAsked(theCase, version),
  )
  if (!isUnread) return []
  return [
    {
      source: 'pull request',
      message:
        "An earlier version of the description can't be read, so the stakeholder list in it is unknown. Open a new pull request.",
      place: null,
    },
  ]
}

/** A base version that cannot be read may name someone too (S6). */
function unreadBases(theCase: Case): readonly Problem[] {
  const { snapshot, texts } = theCase
  return obligingBaseFiles(theCase).flatMap(({ commit, path }): readonly Problem[] => {
    const file = snapshot.files.get(fileKey(commit, path))
    if (file?.kind === 'absent') return []
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    if (parsed?.kind === 'document') return []
    const why = parsed?.why ?? `The file ${file?.kind === 'unreadable' ? file.why : 'could not be read'}`
    return [
      {
        source: 'document',
        message: `The RFC can't be read on the base branch (${why.replace(/\.$/, '')}), so the stakeholder list there is unknown. Fix the file on the base branch first.`,
        place: { path, line: 1 },
      },
    ]
  })
}
