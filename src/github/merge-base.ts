import type { CommitSha } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import type { Parting } from './caches.ts'
import { doing, GitHubFault, nullWhere } from './faults.ts'
import { isLastWord } from './last-word.ts'
import type { Reader } from './reader.ts'

/** An unknown merge base is asked for again after this time. */
const UNKNOWN_MS = 60_000
const ANCESTORS = documentNamed('ancestors')

/**
 * The best common ancestor of two commits, kept for ever: it follows from their ids. Null where GitHub says that they have
 * none, or refuses for good to compare them although both are there (D6). Throws when one of them is not there.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function partingOf(
  reader: Reader,
  reference: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
): Promise<Parting> {
  const { caches } = reader
  const key = mergeBaseKey(reference, baseTip, commit)
  const known = caches.mergeBases.get(key)
  if (known) return known
  try {
    const found = await compared(reader, reference, baseTip, commit)
    caches.mergeBases.set(key, found)
    return found
  } catch (error) {
    if (saysUnrelated(error)) {
      const none = { commit: null, tree: null }
      caches.mergeBases.set(key, none)
      return none
    }
    if (!(await refusesForGood(reader, reference, [baseTip, commit], error))) throw error
    const isAncestor = await isAmongNewest(reader, reference, baseTip, commit)
    const found = { commit: isAncestor ? baseTip : null, tree: null }
    caches.mergeBases.set(key, found, isAncestor ? {} : { ttl: UNKNOWN_MS })
    return found
  }
}

/** Under what a merge base is kept. */
export function mergeBaseKey(
  { repositoryId }: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
): string {
  return `${repositoryId}/${baseTip}...${commit}`
}

async function compared(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
): Promise<Parting> {
  const what = `find where ${commit.slice(0, 7)} left its base in ${owner}/${repo}`
  return doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
      // Files come with the first page only, and commits one by one: the answer stays small.
      per_page: 1,
      page: 2,
    })
    const { sha, commit: content } = data.merge_base_commit
    return { commit: sha, tree: content?.tree?.sha ?? null }
  })
}

/**
 * A difference that is too large for GitHub is answered like a commit that is missing (404, 422), or with a server error
 * whenever it is asked for.
 */
async function refusesForGood(
  reader: Reader,
  reference: RepositoryReference,
  [baseTip, commit]: readonly [CommitSha, CommitSha],
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof GitHubFault) || error.status === null) return false
  const { status } = error
  if (status >= 500) {
    const about = `compare ${mergeBaseKey(reference, baseTip, commit)}`
    return isLastWord(reader.caches, about, String(status))
  }
  if (status !== 404 && status !== 422) return false
  return (await isThere(reader, reference, commit)) && (await isThere(reader, reference, baseTip))
}

/** Whether a commit is among the hundred newest that lead to another: then it is where that one left it. */
async function isAmongNewest(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
): Promise<boolean> {
  const { data } = await ask(octokit, {
    document: ANCESTORS,
    variables: { owner, repo, commit },
    what: `list the commits of ${owner}/${repo}@${commit.slice(0, 7)}`,
    mayBeNull: ['object'],
  })
  return data.repository?.object?.history?.nodes?.some((node) => node?.oid === baseTip) ?? false
}

/** GitHub answers 404 for a commit that is not there, too; then it says "Not Found". */
function saysUnrelated(error: unknown): boolean {
  return error instanceof GitHubFault && error.status === 404 && /no common ancestor/i.test(error.message)
}

/** Returns whether GitHub has a commit: it answers 404 or 422 when it does not. */
export async function isThere(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  commit: CommitSha,
): Promise<boolean> {
  const asked = doing(`look for ${owner}/${repo}@${commit.slice(0, 7)}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      owner,
      repo,
      commit_sha: commit,
    }),
  )
  return (await nullWhere([404, 422], asked)) !== null
}
