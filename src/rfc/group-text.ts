import { linkedAt } from './linked-files.ts'
import { policyOf } from './policy.ts'
import { type FileAt, fileKey, type Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'
import { changesOf, currentVersion, type FileToRead, rfcAt, rfcFiles } from './versions.ts'

/**
 * The files that make up the text people committed to: the RFC files of the pull request by the path they have now, the
 * documents whose attachments alone it changes, and the files of the same pull request that they link to (F2). None where the description is the document (D3).
 */
export function committedPaths(snapshot: Snapshot, texts: DocumentTexts): readonly string[] {
  const policy = policyOf(snapshot, texts)
  const { head } = snapshot.pullRequest
  const changes = changesOf(snapshot, head)
  if (policy.kind === 'broken' || changes.kind === 'unreadable') return []
  const changed = rfcFiles(policy.config, changes.files).map(({ path }) => path)
  const rfc = rfcAt(snapshot, policy.config, texts, currentVersion(snapshot))
  const documents = (rfc.kind === 'read' ? rfc.documents : []).flatMap(({ path }) => path ?? [])
  const linked = linkedAt(snapshot, policy.config, texts, currentVersion(snapshot))
  return [...new Set([...changed, ...documents, ...linked])]
}

/** Of those files, the ones that are another text in a group than at the head (V8); a deleted one must be absent. */
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

/** The committed files at the commit that a merge brought to the base (R1). */
export function broughtFiles(snapshot: Snapshot, texts: DocumentTexts): readonly FileToRead[] {
  const commit = snapshot.pullRequest.merged?.commit ?? null
  return commit === null ? [] : committedPaths(snapshot, texts).map((path) => ({ commit, path }))
}

/** Of those, the ones that are another text there than at the head (R1); null where that cannot be told. */
export function broughtOther(snapshot: Snapshot, texts: DocumentTexts): readonly string[] | null {
  const files = broughtFiles(snapshot, texts)
  const at = new Map(files.map(({ commit, path }) => [path, snapshot.files.get(fileKey(commit, path))]))
  if (files.length === 0 || [...at.values()].includes(undefined)) return null
  return strayPaths(snapshot, [...at.keys()], (path) => at.get(path))
}
