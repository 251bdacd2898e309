import type { CommitSha } from '../facts/ids.ts'
import type { Problem } from '../facts/problem.ts'
import { fileKey } from '../facts/keys.ts'
import type { FileAt } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { changesOf, type FileToRead, rfcFiles } from './changed-files.ts'
import { linkedAt } from './linked-files.ts'

/**
 * The RFC files this pull request touches, and the files of it that these lead to, under all the names they may have on
 * the base branch (F6).
 */
function touchedPaths(theCase: Case): readonly string[] {
  const { snapshot, config, current } = theCase
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  if (changes.kind === 'unreadable') return []
  const linked = new Set(linkedAt(theCase, current))
  const files = [...rfcFiles(config, changes.files), ...changes.files.filter(({ path }) => linked.has(path))]
  const paths = files.flatMap(({ path, previousPath }) =>
    previousPath === null ? [path] : [path, previousPath],
  )
  return [...new Set([...paths, ...linked])]
}

/** Returns whether the base could change an RFC under this pull request: it touches a file of one (F6). */
export function mayBaseMove({ snapshot, config }: Case): boolean {
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  // What a merge brought is compared with the head itself (`broughtOther`).
  if (snapshot.pullRequest.merged) return false
  return changes.kind === 'complete' && rfcFiles(config, changes.files).length > 0
}

/** Returns the files to read to know whether the base changed an RFC under this pull request (F6). */
export function filesUnderBase(theCase: Case): readonly FileToRead[] {
  const { mergeBase, pullRequest } = theCase.snapshot
  if (!mergeBase || mergeBase === pullRequest.baseTip) return []
  return touchedPaths(theCase).flatMap((path) =>
    [mergeBase, pullRequest.baseTip].map((commit) => ({ commit, path })),
  )
}

/**
 * Returns a problem for each RFC file this pull request touches, and each file of it that one links to, that changed on
 * the base since the merge base: the text to be merged has no commitments (F6).
 */
export function baseMovedProblems(theCase: Case): readonly Problem[] {
  const { mergeBase, pullRequest } = theCase.snapshot
  const { baseName, baseTip } = pullRequest
  const paths = touchedPaths(theCase)
  if (paths.length === 0 || mergeBase === baseTip || pullRequest.merged) return []
  if (!mergeBase) {
    return [
      problem(
        `GitHub doesn't report where this pull request left \`${baseName}\`, so changes to the RFC there can't be ruled out. Update the branch, or open the pull request again from \`${baseName}\` if they share no history.`,
      ),
    ]
  }
  return paths
    .filter((path) => !isSame(fileAt(theCase, mergeBase, path), fileAt(theCase, baseTip, path)))
    .map((path) =>
      problem(
        `\`${path}\` changed on \`${baseName}\`. Update this branch; if that changes the RFC's text, stakeholders must commit again.`,
      ),
    )
}

function problem(message: string): Problem {
  return { source: 'pull request', message, place: null }
}

function fileAt({ snapshot }: Case, commit: CommitSha, path: string): FileAt | undefined {
  return snapshot.files.get(fileKey(commit, path))
}

/** The same bytes, or no file on both sides; what cannot be compared counts as changed. */
function isSame(a: FileAt | undefined, b: FileAt | undefined): boolean {
  if (!a || !b) return false
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind
  return a.blob !== null && a.blob === b.blob
}
