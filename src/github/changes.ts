import type { CommitSha, TreeId } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import type { ChangedFile, ChangesAt, NotListed } from '../facts/snapshot.ts'
import type { FileFragment, PatchStatus } from './answers.generated.ts'
import { doing, GitHubFault, InconsistentRead } from './faults.ts'
import { isLastWord, isWhole } from './last-word.ts'
import { partingOf } from './merge-base.ts'
import type { Reader } from './reader.ts'

/** The commits between which a pull request changes files. */
export interface Ends {
  readonly head: CommitSha
  readonly baseName: string
  readonly baseTip: CommitSha
}

/** What GitHub says that a pull request changes. */
export interface Listed {
  /** Null where GitHub gave no list. */
  readonly files: readonly FileFragment[] | null
  readonly changedFiles: number
  /** The tree of the head, where it came. */
  readonly tree: TreeId | null
}

/** GitHub lists no more of a pull request's files: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export const MOST_LISTED = 3000

const NOT_LISTED: NotListed = { kind: 'not listed' }

/**
 * What a pull request changes, from the list GraphQL gave; REST is asked only for the old paths of moved files. Not listed
 * where GitHub gave no list, one of more than 3,000 files (GH-18), an empty one although the trees of head and merge base
 * differ (GH-5), or for good not as many as it counts (D6). Throws `InconsistentRead` where the last is seen for the first times.
 */
export async function changesOfHead(
  reader: Reader,
  reference: PullRequestReference,
  ends: Ends,
  listed: Listed,
): Promise<ChangesAt | NotListed> {
  const { files, changedFiles } = listed
  if (files === null || changedFiles > MOST_LISTED) return NOT_LISTED
  if (files.length !== changedFiles) {
    return notListed(reader, reference, ends, `${files.length} of ${changedFiles} came`)
  }
  if (changedFiles === 0 && !(await isEmpty(reader, reference, ends, listed.tree))) return NOT_LISTED
  const isMoved = files.some(({ changeType }) => changeType === 'RENAMED' || changeType === 'COPIED')
  const changed = isMoved ? await withOldPaths(reader, reference, ends, files) : files.map(changedFile)
  if (changed === null) return notListed(reader, reference, ends, "GitHub's two lists of them differ")
  isWhole(reader.caches, aboutFiles(reference, ends))
  const changes: ChangesAt = { kind: 'complete', files: changed }
  // This head will be an earlier one some day, and then needs no call.
  reader.caches.changes.set(changesKey(reference, ends.baseName, ends.head), changes)
  return changes
}

/** Under what the changes of a commit are kept. */
export function changesKey(
  { repositoryId }: RepositoryReference,
  baseName: string,
  commit: CommitSha,
): string {
  return `${repositoryId}/${commit}/${baseName}`
}

function aboutFiles({ repositoryId, number }: PullRequestReference, { head }: Ends): string {
  return `files of ${repositoryId}#${number} at ${head}`
}

function notListed(reader: Reader, reference: PullRequestReference, ends: Ends, why: string): NotListed {
  if (isLastWord(reader.caches, aboutFiles(reference, ends), why)) return NOT_LISTED
  throw new InconsistentRead(
    `could not read the files of ${reference.owner}/${reference.repo}#${reference.number}: ${why}`,
  )
}

/** Whether a pull request changes nothing: its head has the tree of its merge base. */
async function isEmpty(
  reader: Reader,
  reference: RepositoryReference,
  { head, baseTip }: Ends,
  tree: TreeId | null,
): Promise<boolean> {
  const parting = await partingOf(reader, reference, baseTip, head)
  return parting.commit === head || (tree !== null && parting.tree === tree)
}

/** The changed files with their old paths, by REST; null where it lists others than GraphQL. */
async function withOldPaths(
  { octokit, caches }: Reader,
  reference: PullRequestReference,
  ends: Ends,
  files: readonly FileFragment[],
): Promise<readonly ChangedFile[] | null> {
  const { owner, repo, number, repositoryId } = reference
  const key = `${repositoryId}/${number}/${ends.head}/${ends.baseTip}`
  const known = caches.renames.get(key)
  if (known && sameFiles(known, files)) return known
  const listed = await doing(`read the files of ${owner}/${repo}#${number}`, () =>
    octokit.paginate('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      owner,
      repo,
      pull_number: number,
      per_page: 100,
    }),
  )
  const changed = listed.map(comparedFile)
  if (!sameFiles(changed, files)) return null
  caches.renames.set(key, changed)
  return changed
}

function sameFiles(a: readonly ChangedFile[], b: readonly FileFragment[]): boolean {
  const paths = new Set(a.map(({ path }) => path))
  return a.length === b.length && b.every(({ path }) => paths.has(path))
}

/** A changed file as GraphQL lists it; the old path of a moved one is not known there. Throws for an unknown change. */
function changedFile({ path, changeType }: FileFragment): ChangedFile {
  return { path, previousPath: null, change: known(BY_GRAPHQL[changeType], changeType) }
}

/** A changed file as REST lists and compares it. Throws for an unknown change. */
export function comparedFile(file: {
  filename: string
  status: string
  previous_filename?: string
}): ChangedFile {
  const change = known(BY_REST[file.status], file.status)
  const previousPath = change === 'renamed' || change === 'copied' ? (file.previous_filename ?? null) : null
  return { path: file.filename, previousPath, change }
}

const BY_GRAPHQL: Readonly<Record<PatchStatus, ChangedFile['change']>> = {
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

function known(change: ChangedFile['change'] | undefined, said: string): ChangedFile['change'] {
  if (!change) throw new GitHubFault(`GitHub says of a file that it was "${said}", which we do not know`, 200)
  return change
}
