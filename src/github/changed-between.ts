import type { Octokit } from '@octokit/rest'
import type { RepositoryReference } from '../facts/reference.ts'
import { doing, nullWhere } from './faults.ts'

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/** The paths that a branch changed on its way from one commit to a later one; null where that cannot be told in full. */
export async function changedBetween(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  from: string,
  to: string,
): Promise<readonly string[] | null> {
  const what = `compare ${owner}/${repo}@${from.slice(0, 7)} with ${to.slice(0, 7)}`
  const asked = doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${from}...${to}`,
      per_page: 1,
    })
    return data
  })
  const compared = await nullWhere([404, 422], asked)
  // A branch that was pushed back or elsewhere has more differences than its new commits make.
  if (!compared?.files || !['ahead', 'identical'].includes(compared.status)) return null
  if (compared.files.length >= MOST_COMPARED) return null
  return compared.files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat())
}
