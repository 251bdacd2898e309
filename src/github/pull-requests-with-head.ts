import type { Octokit } from '@octokit/rest'
import type { CommitSha } from '../facts/ids.ts'
import type { PullRequestReference, RepositoryReference } from '../facts/reference.ts'
import type { Gap, Sibling } from '../facts/snapshot.ts'
import type {
  AssociatedFragment,
  AssociatedPullRequestsFragment,
  FactsFragment,
  PullRequestsWithHeadQuery,
} from './answers.generated.ts'
import { ask } from './ask.ts'
import type { Ends } from './changes.ts'
import { documentNamed } from './documents.ts'
import { doing } from './faults.ts'
import { labelsOf } from './labels.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'

const DOCUMENT = documentNamed('pull-requests-with-head')

type Known = readonly (AssociatedFragment | null)[]

/**
 * The other open pull requests with the same head and the same base, with their labels (GH-147). What came with the pull
 * request suffices where it is whole and of its head; otherwise GitHub is asked further. Adds to `gaps` where labels
 * are missing.
 */
export async function readSameHead(
  reader: Reader,
  reference: PullRequestReference,
  { tip, state }: Pick<FactsFragment, 'tip' | 'state'>,
  ends: Ends,
  gaps: Gap[],
): Promise<readonly Sibling[]> {
  const what = `find the pull requests on the head of ${reference.owner}/${reference.repo}#${reference.number}`
  const known = wholeOf(tip, ends.head) ?? (await associatedWith(reader.octokit, reference, ends.head, what))
  // GitHub promises to know a commit by its open pull requests only while it is on no default branch. Where it does
  // not even name the one we come from, it need not name the others.
  const isBelieved = state !== 'OPEN' || known.some((node) => isOurs(node, reference))
  if (!isBelieved) return openWithHead(reader, reference, ends, what)
  return known.flatMap((node) => {
    // GitHub names those that merely contain the commit, too, and those of other repositories of the network.
    const isSibling =
      node !== null &&
      node.state === 'OPEN' &&
      node.repository.databaseId === reference.repositoryId &&
      node.number !== reference.number &&
      node.headRefOid === ends.head &&
      node.baseRefName === ends.baseName
    return isSibling ? [{ number: node.number, labels: labelsOf(node, gaps) }] : []
  })
}

function isOurs(node: AssociatedFragment | null, { repositoryId, number }: PullRequestReference): boolean {
  return node?.repository.databaseId === repositoryId && node.number === number
}

/** Returns what was read with the pull request; null when it is of another commit, or incomplete. */
function wholeOf(tip: FactsFragment['tip'], head: CommitSha): Known | null {
  const commit = tip.nodes?.[0]?.commit
  const found = commit?.associatedPullRequests
  if (commit?.oid !== head || !found?.nodes || found.pageInfo.hasNextPage) return null
  return found.nodes
}

/** Returns all pull requests that GitHub knows a commit by; empty where it does not tell. */
export async function associatedWith(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  sha: CommitSha,
  what: string,
): Promise<Known> {
  const known: (AssociatedFragment | null)[] = []
  let from: string | null = null
  do {
    const { data }: { data: PullRequestsWithHeadQuery } = await ask(octokit, {
      document: DOCUMENT,
      variables: { owner, repo, sha, from },
      what,
      mayBeNull: ['object'],
    })
    const found: AssociatedPullRequestsFragment | null | undefined =
      data.repository?.object?.associatedPullRequests
    // Not an error: a GitHub that does not tell here is asked in another way.
    if (!found?.nodes) return []
    known.push(...found.nodes)
    from = nextPage(found.pageInfo, 'forward', from)
  } while (from !== null)
  return known
}

/**
 * Looks through all open pull requests with that base. They are remembered by their head for a minute, together: the
 * evaluation of a new one lists them again, because it is not among them, and the others use that list, too.
 */
async function openWithHead(
  { octokit, caches }: Reader,
  { owner, repo, number, repositoryId }: PullRequestReference,
  { head, baseName }: Ends,
  what: string,
): Promise<readonly Sibling[]> {
  const key = `${repositoryId}/${baseName}/${head}`
  const known = caches.sameHead.get(key)
  const isKnown = known?.some((sibling) => sibling.number === number)
  const all = isKnown && known ? known : await listOpen()
  caches.sameHead.set(key, all)
  return all.filter((sibling) => sibling.number !== number)

  async function listOpen(): Promise<readonly Sibling[]> {
    const open = await doing(what, () =>
      octokit.paginate('GET /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        state: 'open',
        base: baseName,
        per_page: 100,
      }),
    )
    return open
      .filter((other) => other.head.sha === head)
      .map((other) => ({ number: other.number, labels: other.labels.map(({ name }) => name) }))
  }
}
