import type { Octokit } from '@octokit/rest'
import type { CommitSha, InstallationId, PullRequestNumber } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import { associatedWith } from './pull-requests-with-head.ts'
import { pagesOf, repositoriesOf } from './repositories.ts'

/** The open pull requests of one repository (into one branch), or of all repositories an installation reaches. */
export async function* openPullRequests(
  octokit: Octokit,
  installationId: InstallationId,
  within?: { readonly repository: RepositoryReference; readonly baseName?: string },
): AsyncGenerator<PullRequestReference> {
  const repositories = within ? [[within.repository]] : repositoriesOf(octokit, installationId)
  for await (const page of repositories) {
    for (const repository of page) {
      if ('isArchived' in repository && repository.isArchived) continue
      for await (const { number } of openIn(octokit, repository, within?.baseName))
        yield { kind: 'pull-request', ...place(repository), number }
    }
  }
}

/** The open pull requests whose head is a commit (for "Re-run", whose events name none where forks are concerned). */
export async function pullRequestsWithHead(
  octokit: Octokit,
  repository: RepositoryReference,
  sha: CommitSha,
): Promise<readonly PullRequestReference[]> {
  const { owner, repo, repositoryId } = repository
  const what = `find the pull requests of ${owner}/${repo}@${sha.slice(0, 7)}`
  const known = await associatedWith(octokit, repository, sha, what)
  const numbers = known.flatMap((node) =>
    node?.state === 'OPEN' && node.headRefOid === sha && node.repository.databaseId === repositoryId
      ? [node.number]
      : [],
  )
  // GitHub promises to know a commit's pull requests only while it is on no default branch.
  if (numbers.length === 0) {
    for await (const { number, head } of openIn(octokit, repository)) if (head === sha) numbers.push(number)
  }
  return numbers.map((number) => ({ kind: 'pull-request', ...place(repository), number }))
}

async function* openIn(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  base?: string,
): AsyncGenerator<{ number: PullRequestNumber; head: CommitSha }> {
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    state: 'open',
    per_page: 100,
    ...(base !== undefined && { base }),
  })
  for await (const pullRequests of pagesOf(pages, `list the pull requests of ${owner}/${repo}`)) {
    for (const { number, head } of pullRequests) yield { number, head: head.sha }
  }
}

function place({ installationId, repositoryId, owner, repo }: RepositoryReference): RepositoryReference {
  return { installationId, repositoryId, owner, repo }
}
