import type { RepositoryReference } from '../domain/reference.ts'
import { doing, GitHubFault } from './faults.ts'
import type { Reader } from './reader.ts'

/**
 * The best common ancestor of two commits, kept for ever: it follows from their ids. Null only where GitHub says that
 * they have none; it throws when it says anything else, that one of them is not there included.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function mergeBaseOf(
  { octokit, caches }: Reader,
  reference: RepositoryReference,
  baseTip: string,
  commit: string,
): Promise<string | null> {
  const key = mergeBaseKey(reference, baseTip, commit)
  const known = caches.mergeBases.get(key)
  if (known) return known.commit
  const { owner, repo } = reference
  const what = `find where ${commit.slice(0, 7)} left its base in ${owner}/${repo}`
  const asked = doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
      // Files come with the first page only, and commits one by one: the answer stays small.
      per_page: 1,
      page: 2,
    })
    return data.merge_base_commit.sha
  })
  const found = await asked.catch((error: unknown) => {
    if (saysUnrelated(error)) return null
    throw error
  })
  caches.mergeBases.set(key, { commit: found })
  return found
}

/** Under what a merge base is kept. */
export function mergeBaseKey({ repositoryId }: RepositoryReference, baseTip: string, commit: string): string {
  return `${repositoryId}/${baseTip}...${commit}`
}

/** GitHub answers 404 for a commit that is not there, too; then it says "Not Found". */
function saysUnrelated(error: unknown): boolean {
  return error instanceof GitHubFault && error.status === 404 && /no common ancestor/i.test(error.message)
}
