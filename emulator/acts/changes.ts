import type { FileEntry, FlatTree, GitStore } from '../git/git-store.ts'

/**
 * What a commit does to files: text or bytes to write, null to delete, or content with a mode of its own
 * (for `160000`, a submodule, the content is the commit's id).
 */
export type Changes = Readonly<
  Record<
    string,
    string | Uint8Array | null | { readonly mode: FileEntry['mode']; readonly content: string | Uint8Array }
  >
>

/** The tree that results from changes to another one; new blobs are written. Throws on deleting what is not there. */
export function writeFiles(git: GitStore, before: FlatTree, changes: Changes): FlatTree {
  const files = new Map(before)
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) {
      if (!files.delete(path)) throw new Error(`There is no ${path} to delete`)
      continue
    }
    const given = typeof change === 'string' || change instanceof Uint8Array
    const content = given ? change : change.content
    const mode = given ? (before.get(path)?.mode ?? '100644') : change.mode
    const oid = mode === '160000' ? String(content) : git.writeBlob(Buffer.from(content as Uint8Array))
    files.set(path, { mode, oid })
  }
  return files
}
