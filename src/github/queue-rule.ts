import type { RepositoryReference } from '../facts/reference.ts'
import { doing, nullWhere } from './faults.ts'
import type { Reader } from './reader.ts'

/**
 * Whether a branch has a merge queue, by its active rules: for an installation from which GitHub hides the queue itself.
 * Servers without rulesets have no queue either. A queue of a classic branch protection is not shown here.
 * https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 */
export async function hasQueueRule(
  { octokit, caches }: Reader,
  { owner, repo, repositoryId }: RepositoryReference,
  branch: string,
): Promise<boolean> {
  const key = `${repositoryId}/${branch}`
  const known = caches.queueRules.get(key)
  if (known !== undefined) return known
  const asked = doing(`read the rules of ${owner}/${repo}:${branch}`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
      owner,
      repo,
      branch,
      per_page: 100,
    })
    return data.some(({ type }) => type === 'merge_queue')
  })
  const has = (await nullWhere([404], asked)) ?? false
  caches.queueRules.set(key, has)
  return has
}
