import type { Config } from '../config/config.ts'
import { isDescriptionAsked } from './stakeholder-lists.ts'
import type { Problem } from '../facts/problem.ts'
import { fileKey, type Snapshot } from '../facts/snapshot.ts'
import { documentOf, type DocumentTexts } from './texts.ts'
import { obligingBaseFiles, rfcAt, type Version } from './versions.ts'

/** What may have named somebody and cannot be read: earlier heads, earlier descriptions, the base (S6). */
export function unreadNames(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
  versions: readonly Version[],
): readonly Problem[] {
  return [
    ...unreadVersions(snapshot, config, texts, versions),
    ...unreadDescriptions(snapshot, config, texts, versions),
    ...unreadBases(snapshot, config, texts),
  ]
}

/** Earlier texts that nobody can read any more may have named somebody (S6). */
function unreadVersions(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
  versions: readonly Version[],
): readonly Problem[] {
  return [...unreadCommits(snapshot, config, texts, versions)].map(([commit, why]) => ({
    source: 'pull request',
    message: `What the RFC said at \`${commit.slice(0, 7)}\` cannot be read (${why.replace(/\.$/, '')}), so nobody knows whom it named. Say \`/refresh\` to try again, or open a new pull request.`,
    place: null,
  }))
}

/** Earlier heads whose text cannot be read, and why; a commit that is gone is passed over (V6). */
export function unreadCommits(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
  versions: readonly Version[],
): ReadonlyMap<string, string> {
  const unread = versions.flatMap((version) => {
    const { commit } = version
    if (commit === null || commit === snapshot.pullRequest.head) return []
    const rfc = rfcAt(snapshot, config, texts, version)
    // What is still among the commits is not gone, whatever GitHub said of it a moment ago.
    const isGone = rfc.kind === 'unreadable' && rfc.isGone && !snapshot.commits.includes(commit)
    if (rfc.kind === 'unreadable') return isGone ? [] : [[commit, rfc.why] as const]
    return rfc.documents.flatMap((document) =>
      document.kind === 'unreadable' && document.by === 'reading' ? [[commit, document.why] as const] : [],
    )
  })
  return new Map(unread)
}

/** An edit of the description may be taken out of its history, and whom it named with it (S6). */
function unreadDescriptions(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
  versions: readonly Version[],
): readonly Problem[] {
  const isUnread = versions.some(
    (version) =>
      version.description === null && isDescriptionAsked(config, rfcAt(snapshot, config, texts, version)),
  )
  if (!isUnread) return []
  return [
    {
      source: 'pull request',
      message:
        'An earlier text of the description cannot be read any more, so nobody knows whom it named. Open a new pull request.',
      place: null,
    },
  ]
}

/** A base version that cannot be read may name somebody, too (S6). */
function unreadBases(snapshot: Snapshot, config: Config, texts: DocumentTexts): readonly Problem[] {
  return obligingBaseFiles(snapshot, config, texts).flatMap(({ commit, path }): readonly Problem[] => {
    const file = snapshot.files.get(fileKey(commit, path))
    if (file?.kind === 'absent') return []
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    if (parsed?.kind === 'document') return []
    const why = parsed?.why ?? `The file ${file?.kind === 'unreadable' ? file.why : 'could not be read'}`
    return [
      {
        source: 'document',
        message: `The version of this RFC on the base branch cannot be read, so nobody knows whom it names: ${why.replace(/\.$/, '')}. Mend it there first.`,
        place: { path, line: 1 },
      },
    ]
  })
}
