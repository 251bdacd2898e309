import { fileKey } from '../facts/keys.ts'
import type { FileAt, Snapshot } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { changesOf, type FileToRead, rfcFiles } from './changed-files.ts'
import { rfcAt } from './documents-at.ts'
import { linkedAt } from './linked-files.ts'

/**
 * Returns the files that make up the text people committed to: the RFC files of the pull request by their current path,
 * the documents of which it changes only attachments, and the files of the same pull request that they link to (F2).
 * None where the description is the document (D3).
 */
export function committedPaths(theCase: Case): readonly string[] {
  const { snapshot, config, current } = theCase
  const changes = changesOf(snapshot, snapshot.pullRequest.head)
  if (changes.kind === 'unreadable') return []
  const changed = rfcFiles(config, changes.files).map(({ path }) => path)
  const rfc = rfcAt(theCase, current)
  const documents = (rfc.kind === 'read' ? rfc.documents : []).flatMap(({ path }) => path ?? [])
  const linked = linkedAt(theCase, current)
  return [...new Set([...changed, ...documents, ...linked])]
}

/** Returns those of the files whose text in a merge group differs from the head (V8); a deleted one must be absent. */
export function strayPaths(
  snapshot: Snapshot,
  paths: readonly string[],
  inGroup: (path: string) => FileAt | undefined,
): readonly string[] {
  return paths.filter((path) => {
    const committed = snapshot.files.get(fileKey(snapshot.pullRequest.head, path)) ?? { kind: 'absent' }
    const found = inGroup(path)
    if (committed.kind === 'absent') return found?.kind !== 'absent'
    return (
      found === undefined || found.kind === 'absent' || found.blob === null || found.blob !== committed.blob
    )
  })
}

/** Returns the committed files at the commit that a merge created on the base (R1). */
export function broughtFiles(theCase: Case): readonly FileToRead[] {
  const commit = theCase.snapshot.pullRequest.merged?.commit ?? null
  return commit === null ? [] : committedPaths(theCase).map((path) => ({ commit, path }))
}

/**
 * Returns those of the committed files whose text at the merge differs from the head (R1); null where that is unknown.
 */
export function broughtOther(theCase: Case): readonly string[] | null {
  const { snapshot } = theCase
  const files = broughtFiles(theCase)
  const at = new Map(files.map(({ commit, path }) => [path, snapshot.files.get(fileKey(commit, path))]))
  if (files.length === 0 || [...at.values()].includes(undefined)) return null
  return strayPaths(snapshot, [...at.keys()], (path) => at.get(path))
}
