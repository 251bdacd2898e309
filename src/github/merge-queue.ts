import type { RepositoryReference } from '../facts/reference.ts'
import type { Gap, QueueEntry } from '../facts/snapshot.ts'
import type { FactsFragment, QueueEntriesFragment, QueueEntryFragment } from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { doing, nullWhere } from './faults.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'

const DOCUMENT = documentNamed('queue')

/**
 * Returns the entries of the merge queue that a pull request is in, in order; empty when it is in none (V8). Adds to
 * `gaps` when the queue is incomplete or does not contain the pull request.
 */
export async function queueWith(
  { octokit, hidden }: Reader,
  { owner, repo }: RepositoryReference,
  { mergeQueueEntry, baseRefName, number }: FactsFragment,
  what: string,
  gaps: Gap[],
): Promise<readonly QueueEntry[]> {
  if (!mergeQueueEntry) return []
  const nodes: QueueEntryFragment[] = []
  let page: QueueEntriesFragment | null | undefined = mergeQueueEntry.mergeQueue?.entries
  let from: string | null = null
  for (;;) {
    if (!page?.nodes) {
      gaps.push({ list: 'merge queue', why: 'its merge queue does not come' })
      return []
    }
    nodes.push(...page.nodes.filter((node) => node !== null))
    from = nextPage(page.pageInfo, 'forward', from)
    if (from === null) break
    const { data } = await ask(octokit, {
      document: DOCUMENT,
      variables: { owner, repo, branch: baseRefName, from },
      what,
      hidden,
    })
    page = data.repository?.mergeQueue?.entries
  }
  const entries = nodes
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ pullRequest, headCommit }) =>
      pullRequest ? [{ number: pullRequest.number, headCommit: headCommit?.oid ?? null }] : [],
    )
  if (entries.length !== page.totalCount || !entries.some((entry) => entry.number === number)) {
    const why = `GitHub counts ${page.totalCount} in its merge queue and shows ${entries.length}`
    gaps.push({ list: 'merge queue', why })
  }
  return entries
}

/**
 * Returns whether a branch has a merge queue, by its active rules: for installations from which GitHub hides the queue.
 * Servers without rulesets have no queue either. Queues of classic branch protection are not listed there.
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
