import type { Config } from '../config/config.ts'
import { isRfcPath } from '../config/rfc-paths.ts'
import type { CommitSha } from '../facts/ids.ts'
import type { ChangedFile, ChangesAt, Snapshot } from '../facts/snapshot.ts'

/** A file to be read at a commit. */
export interface FileToRead {
  readonly commit: CommitSha
  readonly path: string
}

/** Returns the files that a commit changes; those of the head are part of the first read. */
export function changesOf(snapshot: Snapshot, commit: CommitSha): ChangesAt {
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

/** Returns the RFC files among changed files: by the old path or the new one, deleted ones too (D2). */
export function rfcFiles(config: Config, files: readonly ChangedFile[]): readonly ChangedFile[] {
  return files.filter(
    ({ path, previousPath, change }) =>
      isRfcPath(config, path) ||
      (change === 'renamed' && previousPath !== null && isRfcPath(config, previousPath)),
  )
}

/**
 * Returns whether RFC files differ and it is unknown whether the pull request or the base changed them: GitHub returns
 * no merge base (D6).
 */
export function isAmbiguous(changes: ChangesAt, config: Config): boolean {
  return (
    changes.kind === 'complete' && changes.isAgainstTip === true && rfcFiles(config, changes.files).length > 0
  )
}
