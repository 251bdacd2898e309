import type { PullRequestReference, RepositoryReference } from '../domain/reference.ts'
import type { ChangedFile, ChangesAt } from '../domain/snapshot.ts'
import { doing, GitHubFault, TornRead } from './faults.ts'
import type { FileNode } from './pull-request-answer.ts'
import type { Reader } from './reader.ts'

/** The commits between which a pull request changes files. */
export interface Ends {
  readonly head: string
  readonly baseName: string
  readonly baseTip: string
}

// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files
const MOST_LISTED = 3000
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/** What a pull request changes, from the list GraphQL gave; REST is asked only for the old paths of moved files. */
export async function changesOfHead(
  reader: Reader,
  reference: PullRequestReference,
  ends: Ends,
  listed: { readonly files: readonly FileNode[]; readonly changedFiles: number },
): Promise<ChangesAt> {
  const { files, changedFiles } = listed
  if (changedFiles > MOST_LISTED)
    return unreadable(`changes ${changedFiles} files; GitHub lists ${MOST_LISTED}`)
  if (files.length !== changedFiles) {
    return unreadable(`changes ${changedFiles} files, of which GitHub lists ${files.length}`)
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

/** What an earlier head changed against its merge base with the base branch; unreadable where GitHub lost it. */
export async function changesAtCommit(
  { octokit, caches }: Reader,
  reference: RepositoryReference,
  base: Pick<Ends, 'baseName' | 'baseTip'>,
  commit: string,
): Promise<ChangesAt> {
  const key = changesKey(reference, base.baseName, commit)
  const known = caches.changes.get(key)
  if (known) return known
  const { owner, repo } = reference
  const what = `read what ${owner}/${repo}@${commit.slice(0, 7)} changes`
  const changes = await doing(what, async (): Promise<ChangesAt> => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${base.baseTip}...${commit}`,
    })
    const { files } = data
    if (!files) throw new GitHubFault(`could not ${what}: GitHub compared no files`, 200)
    return files.length >= MOST_COMPARED
      ? unreadable(`changed ${MOST_COMPARED} files or more, which is all that GitHub compares`)
      : { kind: 'complete', files: files.map(comparedFile) }
  }).catch((error: unknown) => {
    const isLost = error instanceof GitHubFault && (error.status === 404 || error.status === 422)
    if (isLost) return null
    throw error
  })
  // Not kept: it may only not have reached the server that answered.
  if (!changes) return unreadable('its commit is no longer on GitHub')
  caches.changes.set(key, changes)
  return changes
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

const BY_GRAPHQL: Readonly<Record<string, ChangedFile['change']>> = {
  ADDED: 'added',
  CHANGED: 'modified',
  COPIED: 'copied',
  DELETED: 'deleted',
  MODIFIED: 'modified',
  RENAMED: 'renamed',
}

const BY_REST: Readonly<Record<string, ChangedFile['change']>> = {
  added: 'added',
  changed: 'modified',
  copied: 'copied',
  modified: 'modified',
  removed: 'deleted',
  renamed: 'renamed',
  unchanged: 'modified',
}

function changedFile({ path, changeType }: FileNode): ChangedFile {
  return { path, previousPath: null, change: known(BY_GRAPHQL[changeType], changeType) }
}

function comparedFile(file: { filename: string; status: string; previous_filename?: string }): ChangedFile {
  const change = known(BY_REST[file.status], file.status)
  const previousPath = change === 'renamed' || change === 'copied' ? (file.previous_filename ?? null) : null
  return { path: file.filename, previousPath, change }
}

function known(change: ChangedFile['change'] | undefined, said: string): ChangedFile['change'] {
  if (!change) throw new GitHubFault(`GitHub says of a file that it was "${said}", which we do not know`, 200)
  return change
}

function unreadable(why: string): ChangesAt {
  return { kind: 'unreadable', why }
}

function changesKey({ repositoryId }: RepositoryReference, baseName: string, commit: string): string {
  return `${repositoryId}/${commit}/${baseName}`
}
