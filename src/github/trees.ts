import type { BlobId, CommitSha } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { ChangedFile, ChangesAt } from '../facts/snapshot.ts'
import { doing, GitHubFault } from './faults.ts'
import type { Reader } from './reader.ts'

/** An entry of a tree. */
interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: BlobId
}

/** Entries by their path. */
type Files = ReadonlyMap<string, Entry>

/**
 * What differs between two commits, by one recursive listing of each (D6): for changes that GitHub does not list. A
 * renamed file shows as a deleted and an added one. Unreadable where GitHub cuts a listing.
 */
export async function changesOfTrees(
  reader: Reader,
  reference: RepositoryReference,
  from: CommitSha,
  to: CommitSha,
): Promise<ChangesAt> {
  // One after the other: each may be megabytes.
  const before = await filesAt(reader, reference, from)
  const after = before && (await filesAt(reader, reference, to))
  if (before && after) return { kind: 'complete', files: differences(before, after) }
  return {
    kind: 'unreadable',
    why: 'GitHub lists neither what it changes nor all files of this repository. Split this pull request into smaller ones',
    isGone: false,
  }
}

/** All paths of files at a commit; null where GitHub cuts the listing. */
export async function pathsAt(
  reader: Reader,
  reference: RepositoryReference,
  commit: CommitSha,
): Promise<readonly string[] | null> {
  const files = await filesAt(reader, reference, commit)
  return files && [...files.keys()]
}

/**
 * All files at a commit, which GitHub takes for its tree; null where GitHub cuts the listing (at 100,000 entries or 7 MB).
 * https://docs.github.com/en/rest/git/trees#get-a-tree
 */
async function filesAt(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  commit: CommitSha,
): Promise<Files | null> {
  const what = `read the tree of ${owner}/${repo}@${commit.slice(0, 7)}`
  return doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      owner,
      repo,
      tree_sha: commit,
      // Whatever stands here, "0" and "false" too, asks for all levels.
      recursive: '1',
    })
    if (data.truncated) return null
    // A cut tree is an answer that is kept; half an answer must not be.
    if (!data.tree) throw new GitHubFault(`could not ${what}: it has no entries`, 200)
    return new Map(
      data.tree.flatMap((entry) => (entry.type === 'tree' ? [] : [[entry.path, entry] as const])),
    )
  })
}

function differences(before: Files, after: Files): readonly ChangedFile[] {
  const changed = (path: string, change: ChangedFile['change']) => ({ path, previousPath: null, change })
  const files: ChangedFile[] = []
  for (const [path, now] of after) {
    const old = before.get(path)
    if (old === undefined) files.push(changed(path, 'added'))
    else if (old.sha !== now.sha || old.mode !== now.mode) files.push(changed(path, 'modified'))
  }
  for (const path of before.keys()) if (!after.has(path)) files.push(changed(path, 'deleted'))
  return files
}
