import type { Octokit } from '@octokit/rest'
import type { CommitSha, PostId, RunId } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import type { Post } from '../facts/snapshot.ts'
import { doing, nullWhere } from './faults.ts'

/** Where a check of a pull request belongs. */
export interface HeadOfPullRequest {
  readonly head: CommitSha
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
  commit: CommitSha,
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

/**
 * Returns the text of a check run of this App with the `external_id` of the same moment, for that vouches for the text
 * (L3); null where there is no such run of this App.
 */
export async function textOfRun(
  octokit: Octokit,
  appId: number,
  { owner, repo }: RepositoryReference,
  id: RunId,
): Promise<RunText | null> {
  const answer = await nullWhere(
    [404, 410],
    doing(`read the check run ${id} of ${owner}/${repo}`, () =>
      octokit.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: id,
      }),
    ),
  )
  // Only this App can write what its own runs say (GH-52).
  if (answer?.data.app?.id !== appId) return null
  const { external_id: externalId, output } = answer.data
  return { externalId: externalId ?? '', text: output?.text ?? '' }
}

/** What a check run shows below its summary, and what it says of itself. */
export interface RunText {
  readonly externalId: string
  readonly text: string
}

/** Returns whether a post exists, by its id: REST may know one that a list does not contain yet, or any more. */
export async function postExists(
  octokit: Octokit,
  { owner, repo, number }: PullRequestReference,
  on: Post['on'],
  id: PostId,
): Promise<boolean> {
  const routes = {
    comment: 'GET /repos/{owner}/{repo}/issues/comments/{id}',
    line: 'GET /repos/{owner}/{repo}/pulls/comments/{id}',
    review: 'GET /repos/{owner}/{repo}/pulls/{number}/reviews/{id}',
  }
  const asked = doing(`look for a ${on} on ${owner}/${repo}#${number}`, () =>
    octokit.request(routes[on], { owner, repo, id, ...(on === 'review' && { number }) }),
  )
  return (await nullWhere([404], asked)) !== null
}

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/** Returns the paths changed between a commit and a later one of the same branch; null when the list is incomplete. */
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
