import type { RepositoryReference } from '../facts/reference.ts'
import { doing, nullWhere } from './faults.ts'
import type { Reader } from './reader.ts'

/** Whether GitHub has a commit: it answers 404, or 422, for one that it does not have. */
export async function isThere(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  commit: string,
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
