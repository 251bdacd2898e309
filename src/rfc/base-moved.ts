import type { Config } from '../config/config.ts'
import { linkedAt } from './linked-files.ts'
import type { Problem } from '../facts/problem.ts'
import { type FileAt, fileKey, type Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'
import { changesOf, currentVersion, type FileToRead, rfcFiles } from './versions.ts'

/**
 * The RFC files this pull request touches, and the files of it that these lead to, under all the names they may have on
 * the base branch (F6).
 */
function touchedPaths(snapshot: Snapshot, config: Config, texts: DocumentTexts): readonly string[] {
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  if (changes.kind === 'unreadable') return []
  const linked = new Set(linkedAt(snapshot, config, texts, currentVersion(snapshot)))
  const files = [...rfcFiles(config, changes.files), ...changes.files.filter(({ path }) => linked.has(path))]
  const paths = files.flatMap(({ path, previousPath }) =>
    previousPath === null ? [path] : [path, previousPath],
  )
  return [...new Set([...paths, ...linked])]
}

/** Whether the base could change an RFC under this pull request: it touches a file of one (F6). */
export function mayBaseMove(snapshot: Snapshot, config: Config): boolean {
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  // What a merge brought is compared with the head itself (`broughtOther`).
  if (snapshot.pullRequest.merged) return false
  return changes.kind === 'complete' && rfcFiles(config, changes.files).length > 0
}

/** The files that tell whether the base changed an RFC under this pull request (F6). */
export function filesUnderBase(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
): readonly FileToRead[] {
  const { mergeBase, pullRequest } = snapshot
  if (!mergeBase || mergeBase === pullRequest.baseTip) return []
  return touchedPaths(snapshot, config, texts).flatMap((path) =>
    [mergeBase, pullRequest.baseTip].map((commit) => ({ commit, path })),
  )
}

/**
 * Where an RFC file that this pull request touches, or a file of it that one leads to, changed on the base since the two
 * parted, nobody committed to what would be merged (F6).
 */
export function baseMovedProblems(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
): readonly Problem[] {
  const { mergeBase, pullRequest } = snapshot
  const { baseName, baseTip } = pullRequest
  const paths = touchedPaths(snapshot, config, texts)
  if (paths.length === 0 || mergeBase === baseTip || pullRequest.merged) return []
  if (!mergeBase) {
    return [
      problem(
        `GitHub does not tell where this pull request left \`${baseName}\`, so it is not known whether its text changed there. Update the branch; if both have no common history, open the pull request again from \`${baseName}\`.`,
      ),
    ]
  }
  return paths
    .filter((path) => !isSame(fileAt(snapshot, mergeBase, path), fileAt(snapshot, baseTip, path)))
    .map((path) =>
      problem(
        `\`${path}\` changed on ${baseName} since this pull request parted from it, so nobody committed to what would be merged. Update the branch, and have the text as it then stands committed to.`,
      ),
    )
}

function problem(message: string): Problem {
  return { source: 'pull request', message, place: null }
}

function fileAt({ files }: Snapshot, commit: string, path: string): FileAt | undefined {
  return files.get(fileKey(commit, path))
}

/** The same bytes, or nothing on both sides; what cannot be told apart is taken for changed. */
function isSame(a: FileAt | undefined, b: FileAt | undefined): boolean {
  if (!a || !b) return false
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind
  return a.blob !== null && a.blob === b.blob
}
