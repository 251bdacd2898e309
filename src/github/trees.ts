import type { RepositoryReference } from '../domain/reference.ts'
import type { ChangedFile, ChangesAt } from '../domain/snapshot.ts'
import { doing } from './faults.ts'
import type { Reader } from './reader.ts'

/**
 * What changed from one commit to another, by their whole trees: for more files than GitHub compares. A renamed file
 * shows as a deleted and an added one. Unreadable where GitHub cuts a tree.
 * https://docs.github.com/en/rest/git/trees#get-a-tree
 */
export async function changesOfTrees(
  reader: Reader,
  reference: RepositoryReference,
  from: string,
  to: string,
): Promise<ChangesAt> {
  // One after the other: each may be megabytes.
  const before = await filesAt(reader, reference, from)
  const after = before && (await filesAt(reader, reference, to))
  if (!before || !after) {
    return { kind: 'unreadable', why: 'GitHub does not show all files of its tree', isGone: false }
  }
  return { kind: 'complete', files: differences(before, after) }
}

/** Paths → what stands there, mode included; null where GitHub cuts the tree. */
async function filesAt(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  commit: string,
): Promise<ReadonlyMap<string, string> | null> {
  return doing(`read the tree of ${owner}/${repo}@${commit.slice(0, 7)}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      owner,
      repo,
      tree_sha: commit,
      recursive: '1',
    })
    if (data.truncated) return null
    const files = data.tree.filter(({ type }) => type !== 'tree')
    return new Map(files.map(({ path, mode, sha }) => [path, `${mode} ${sha}`]))
  })
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ChangedFile[] {
  const changed = (path: string, change: ChangedFile['change']) => ({ path, previousPath: null, change })
  const files: ChangedFile[] = []
  for (const [path, now] of after) {
    const old = before.get(path)
    if (old === undefined) files.push(changed(path, 'added'))
    else if (old !== now) files.push(changed(path, 'modified'))
  }
  for (const path of before.keys()) if (!after.has(path)) files.push(changed(path, 'deleted'))
  return files
}
