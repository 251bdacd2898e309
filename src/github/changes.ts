import type { PullRequestReference, RepositoryReference } from '../domain/reference.ts'
import type { ChangedFile, ChangesAt, TooManyChanges } from '../domain/snapshot.ts'
import { changedFile, comparedFile } from './changed-file.ts'
import { doing, TornRead } from './faults.ts'
import type { FileNode } from './pull-request-answer.ts'
import type { Reader } from './reader.ts'

/** The commits between which a pull request changes files. */
export interface Ends {
  readonly head: string
  readonly baseName: string
  readonly baseTip: string
}

/** GitHub lists no more of a pull request's files: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export const MOST_LISTED = 3000

/**
 * What a pull request changes, from the list GraphQL gave; REST is asked only for the old paths of moved files.
 * Above 3,000 files they are only counted (D6). Throws `TornRead` when the list is not as long as GitHub says.
 */
export async function changesOfHead(
  reader: Reader,
  reference: PullRequestReference,
  ends: Ends,
  listed: { readonly files: readonly FileNode[]; readonly changedFiles: number },
): Promise<ChangesAt | TooManyChanges> {
  const { files, changedFiles } = listed
  if (changedFiles > MOST_LISTED) return { kind: 'too many', count: changedFiles }
  if (files.length !== changedFiles) {
    const what = `read the files of ${reference.owner}/${reference.repo}#${reference.number}`
    throw new TornRead(`could not ${what}: ${files.length} of ${changedFiles} came`)
  }
  const isMoved = files.some(({ changeType }) => changeType === 'RENAMED' || changeType === 'COPIED')
  const changes: ChangesAt = {
    kind: 'complete',
    files: isMoved ? await withOldPaths(reader, reference, ends, files) : files.map(changedFile),
  }
  // This head will be an earlier one some day, and then needs no call.
  reader.caches.changes.set(changesKey(reference, ends.baseName, ends.head), changes)
  return changes
}

/** Under what the changes of a commit are kept. */
export function changesKey({ repositoryId }: RepositoryReference, baseName: string, commit: string): string {
  return `${repositoryId}/${commit}/${baseName}`
}

async function withOldPaths(
  { octokit, caches }: Reader,
  reference: PullRequestReference,
  ends: Ends,
  files: readonly FileNode[],
): Promise<readonly ChangedFile[]> {
  const { owner, repo, number, repositoryId } = reference
  const key = `${repositoryId}/${number}/${ends.head}/${ends.baseTip}`
  const known = caches.renames.get(key)
  if (known && sameFiles(known, files)) return known
  const what = `read the files of ${owner}/${repo}#${number}`
  const listed = await doing(what, () =>
    octokit.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      owner,
      repo,
      pull_number: number,
      per_page: 100,
    }),
  )
  const changed = listed.map(comparedFile)
  if (!sameFiles(changed, files)) throw new TornRead(`could not ${what}: GitHub's two lists of them differ`)
  caches.renames.set(key, changed)
  return changed
}

function sameFiles(a: readonly ChangedFile[], b: readonly FileNode[]): boolean {
  const paths = new Set(a.map(({ path }) => path))
  return a.length === b.length && b.every(({ path }) => paths.has(path))
}
