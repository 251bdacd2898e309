import type { Octokit } from '@octokit/rest'
import type { CommitSha, RunId } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { Run } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { CommitWithRunsFragment, RunFragment } from './answers.generated.ts'
import { exactNumber } from './exact-number.ts'
import { doing, GitHubFault } from './faults.ts'

/** A commit whose runs may be missing from the answer. */
type CommitNode = Pick<CommitWithRunsFragment, 'oid'> & Partial<CommitWithRunsFragment>

/** Returns the App's own runs on a commit; null when the answer is incomplete, or does not say whose they are. */
export function runsOn(commit: CommitNode, appId: number): readonly Run[] | null {
  const suites = commit.checkSuites
  if (!suites?.nodes || suites.pageInfo.hasNextPage) return null
  const runs: Run[] = []
  for (const suite of suites.nodes) {
    if (typeof suite?.app?.databaseId !== 'number') return null
    // Runs are evidence (F1): only those count that are this App's beyond doubt, whatever the filter let through.
    if (suite.app.databaseId !== appId) continue
    if (!suite.checkRuns?.nodes || suite.checkRuns.pageInfo.hasNextPage) return null
    for (const node of suite.checkRuns.nodes) {
      if (!node) return null
      const run = runOf(node, commit.oid)
      if (run) runs.push(run)
    }
  }
  return runs
}

/** Returns the App's slug from its check suite on a commit; null when there is none. */
export function slugOn(commit: CommitWithRunsFragment, appId: number): string | null {
  return commit.checkSuites?.nodes?.find((suite) => suite?.app?.databaseId === appId)?.app?.slug ?? null
}

/** Reads all of the App's runs on a commit by REST, however many there are. */
export async function readRuns(
  octokit: Octokit,
  { owner, repo }: RepositoryReference,
  commit: CommitSha,
  appId: number,
): Promise<readonly Run[]> {
  const what = `read the check runs of ${owner}/${repo}@${commit.slice(0, 7)}`
  return doing(what, async () => {
    const found = await octokit.paginate('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner,
      repo,
      ref: commit,
      app_id: appId,
      filter: 'all',
      per_page: 100,
    })
    return found
      .filter((run) => run.app?.id === appId)
      .flatMap((run) => {
        if (run.started_at === null) return []
        return {
          id: exactNumber(run.id),
          commit,
          name: run.name,
          externalId: run.external_id ?? '',
          startedAt: wholeSecond(run.started_at),
          conclusion: run.status === 'completed' ? run.conclusion : null,
        }
      })
  })
}

function runOf(node: RunFragment, commit: CommitSha): Run | null {
  // A run that never started announced nothing, and cannot be green.
  if (node.startedAt === null) return null
  return {
    id: runId(node),
    commit,
    name: node.name,
    externalId: node.externalId ?? '',
    startedAt: wholeSecond(node.startedAt),
    conclusion: node.status === 'COMPLETED' ? (node.conclusion?.toLowerCase() ?? null) : null,
  }
}

/** `databaseId` is a 32-bit number by the schema, and run ids have outgrown it; the address has the id as well. */
function runId({ databaseId, url }: RunFragment): RunId {
  const id = databaseId ?? Number(/(\d+)\/?(?:[?#].*)?$/.exec(url)?.[1])
  if (!Number.isSafeInteger(id) || id <= 0) throw new GitHubFault('a check run has no id', 200)
  return id
}
