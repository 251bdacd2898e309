import type { Octokit } from '@octokit/rest'
import type { InstallationId, NodeId } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { exactNumber } from './exact-number.ts'
import { doing } from './faults.ts'

/** A repository and what GraphQL knows it by. */
export interface RepositoryNode extends RepositoryReference {
  readonly nodeId: NodeId
}

/** A repository with open pull requests: how many, or null when GitHub does not say. */
export interface OpenRepository extends RepositoryNode {
  readonly open: number | null
}

/** A repository that an installation reaches. */
export interface ReachedRepository extends RepositoryNode {
  readonly isPrivate: boolean
  /** Nothing can be written to one that is archived, and nothing merged. */
  readonly isArchived: boolean
}

/** The repositories that an installation reaches, a hundred at a time; those that GitHub disabled are left out. */
export async function* repositoriesOf(
  octokit: Octokit,
  installationId: InstallationId,
): AsyncGenerator<readonly ReachedRepository[]> {
  const pages = octokit.paginate.iterator('GET /installation/repositories', { per_page: 100 })
  for await (const page of pagesOf(pages, `list the repositories of installation ${installationId}`)) {
    yield page
      .filter(({ disabled }) => !disabled)
      .map(({ id, node_id: nodeId, name, owner, private: isPrivate, archived }) => ({
        installationId,
        repositoryId: exactNumber(id),
        owner: owner.login,
        repo: name,
        nodeId,
        isPrivate,
        isArchived: archived,
      }))
  }
}

/** Yields the pages of a paginated request. Rethrows errors of Octokit as faults. */
export async function* pagesOf<Item>(
  pages: AsyncIterable<{ readonly data: readonly Item[] }>,
  what: string,
): AsyncGenerator<readonly Item[]> {
  const iterator = pages[Symbol.asyncIterator]()
  for (;;) {
    const page = await doing(what, () => iterator.next())
    if (page.done) return
    yield page.value.data
  }
}

const DOCUMENT = documentNamed('open-counts')

/** Returns those of up to a hundred repositories that have open pull requests, or for which GitHub does not say. */
export async function withOpenPullRequests(
  octokit: Octokit,
  repositories: readonly RepositoryNode[],
): Promise<{ readonly open: readonly OpenRepository[]; readonly points: number }> {
  if (repositories.length === 0) return { open: [], points: 0 }
  const { data } = await ask(octokit, {
    document: DOCUMENT,
    variables: { ids: repositories.map(({ nodeId }) => nodeId) },
    what: 'count the open pull requests of repositories',
    // One that was deleted meanwhile, or that GraphQL does not show, is read like the others.
    mayBeNull: ['repository to be counted'],
  })
  const counted = repositories.map((repository, index) => ({
    ...repository,
    open: data.nodes[index]?.pullRequests?.totalCount ?? null,
  }))
  return { open: counted.filter(({ open }) => open !== 0), points: data.rateLimit?.cost ?? 0 }
}

/** A repository as GraphQL knows it; null where another one has that name now. */
export async function reachedRepository(
  octokit: Octokit,
  reference: RepositoryReference,
): Promise<RepositoryNode | null> {
  const { owner, repo, repositoryId } = reference
  const { data } = await doing(`find ${owner}/${repo}`, () =>
    octokit.request('GET /repos/{owner}/{repo}', { owner, repo }),
  )
  return data.id === repositoryId ? { ...reference, nodeId: data.node_id } : null
}
