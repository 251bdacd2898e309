import type { GroupEntry, GroupFacts } from '../facts/merge-group.ts'
import { baseNameOf, type GroupReference } from '../facts/reference.ts'
import type { GroupEntryFragment } from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { GitHubFault } from './faults.ts'
import type { Reader } from './reader.ts'
import { readRuns, runsOn } from './runs.ts'

const DOCUMENT = documentNamed('read-group')
const MAY_BE_NULL = ['repository', 'object', 'branch', 'merge queue', "check run's number"] as const

/**
 * Reads a merge group and the current queue of its branch (V8). Returns null when the repository is not there, or
 * another one has its name.
 */
export async function readGroup(reader: Reader, reference: GroupReference): Promise<GroupFacts | null> {
  const { octokit, appId, hidden } = reader
  const { owner, repo, headSha: commit, baseRef: ref } = reference
  const branch = baseNameOf(reference)
  const what = `read the merge group ${owner}/${repo}@${commit.slice(0, 7)}`
  const variables = { owner, repo, branch, ref, commit, appId }
  const { data, at } = await ask(octokit, {
    document: DOCUMENT,
    variables,
    what,
    mayBeNull: MAY_BE_NULL,
    hidden,
  })
  const repository = data.repository
  if (!repository || (repository.databaseId !== null && repository.databaseId !== reference.repositoryId)) {
    return null
  }
  const entries = repository.mergeQueue?.entries
  if (repository.mergeQueue && !entries?.nodes) {
    throw new GitHubFault(`could not ${what}: the merge queue came without its entries`, 200)
  }
  const isCommit = repository.object?.oid === commit
  return {
    at,
    repositoryUrl: repository.url,
    baseName: branch,
    baseTip: repository.ref?.target?.oid ?? null,
    commit,
    runs: isCommit
      ? (runsOn({ ...repository.object, oid: commit }, appId) ??
        (await readRuns(octokit, reference, commit, appId)))
      : null,
    entries: entries?.nodes ? entries.nodes.toSorted(byPosition).map(entryOf) : null,
    isQueueHidden: repository.mergeQueue === undefined,
    hasMore: entries?.pageInfo.hasNextPage ?? false,
  }
}

function byPosition(a: GroupEntryFragment | null, b: GroupEntryFragment | null): number {
  return (a?.position ?? 0) - (b?.position ?? 0)
}

/** A missing entry is one of which nothing is known. */
function entryOf(node: GroupEntryFragment | null): GroupEntry {
  return {
    number: node?.pullRequest?.number ?? null,
    headCommit: node?.headCommit?.oid ?? null,
    baseCommit: node?.baseCommit?.oid ?? null,
    isUnmergeable: node?.state === 'UNMERGEABLE',
  }
}
