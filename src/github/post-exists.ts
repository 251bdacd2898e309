import type { Octokit } from '@octokit/rest'
import type { PullRequestReference } from '../facts/reference.ts'
import type { Post } from '../facts/snapshot.ts'
import { doing, GitHubFault } from './faults.ts'

/** Whether a remark is there, asked for by its id: REST may know what a list does not show yet, or no longer. */
export async function postExists(
  octokit: Octokit,
  { owner, repo, number }: PullRequestReference,
  on: Post['on'],
  id: string,
): Promise<boolean> {
  const routes = {
    comment: 'GET /repos/{owner}/{repo}/issues/comments/{id}',
    line: 'GET /repos/{owner}/{repo}/pulls/comments/{id}',
    review: 'GET /repos/{owner}/{repo}/pulls/{number}/reviews/{id}',
  }
  try {
    await doing(`look for a ${on} on ${owner}/${repo}#${number}`, () =>
      octokit.request(routes[on], { owner, repo, id, ...(on === 'review' && { number }) }),
    )
    return true
  } catch (error) {
    if (error instanceof GitHubFault && error.status === 404) return false
    throw error
  }
}
