import type { Octokit } from '@octokit/rest'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import { doing, nullWhere } from './faults.ts'

/** Where a check of a pull request belongs. */
export interface HeadOfPullRequest {
  readonly head: string
  readonly baseName: string
  readonly isDraft: boolean
}

/** Returns the head of an open pull request, by REST: it may answer while GraphQL does not. Null where none is open. */
export async function headOf(
  octokit: Octokit,
  { owner, repo, number }: PullRequestReference,
): Promise<HeadOfPullRequest | null> {
  const answer = await nullWhere(
    [404, 410],
    doing(`read the head of ${owner}/${repo}#${number}`, () =>
      octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
    ),
  )
  if (answer?.data.state !== 'open') return null
  const { head, base, draft } = answer.data
  return { head: head.sha, baseName: base.ref, isDraft: draft === true }
}

/** Returns the check runs of this App that have a name on a commit, by REST. */
export async function runsOn(
  octokit: Octokit,
  appId: number,
  { owner, repo }: RepositoryReference,
  commit: string,
  name: string,
): Promise<readonly { readonly externalId: string }[]> {
  const { data } = await doing(`list the check runs of ${owner}/${repo}@${commit.slice(0, 7)}`, () =>
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner,
      repo,
      ref: commit,
      check_name: name,
      app_id: appId,
      filter: 'all',
      per_page: 100,
    }),
  )
  return data.check_runs.map(({ external_id: externalId }) => ({ externalId: externalId ?? '' }))
}
