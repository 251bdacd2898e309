import type { CommitSha } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { ForcePush } from '../facts/snapshot.ts'
import { wholeSecond } from '../facts/time.ts'
import type { CommitWithRunsFragment, ForcePushFragment, HiddenCommitsQuery } from './answers.generated.ts'
import { ask } from './ask.ts'
import type { Ends } from './changes.ts'
import { documentNamed } from './documents.ts'
import { doing, GitHubFault, InconsistentRead, nullWhere } from './faults.ts'
import { nextPage } from './pages.ts'
import type { Reader } from './reader.ts'

/** The force-pushes of a pull request and the commits they hid, with their check runs. */
export interface Hidden {
  readonly forcePushes: readonly ForcePush[]
  readonly commits: readonly CommitWithRunsFragment[]
}

type Base = Pick<Ends, 'baseTip' | 'baseName'>

const DOCUMENT = documentNamed('hidden-commits')
/** So many are read where GitHub does not count the hidden commits. */
const MOST_UNCOUNTED = 500

/**
 * What force-pushes hid: every hidden commit that is not on the base (S6, F1). Ten of each come with the pull
 * request; some of them may be the base's own, but no run there names this pull request, so they do no harm.
 */
export async function readHidden(
  reader: Reader,
  reference: RepositoryReference,
  nodes: readonly Partial<ForcePushFragment>[],
  base: Base,
): Promise<Hidden> {
  const commits = new Map<CommitSha, CommitWithRunsFragment>()
  const forcePushes: ForcePush[] = []
  for (const { createdAt, beforeCommit, afterCommit } of nodes) {
    if (createdAt === undefined) throw new GitHubFault('a force-push has no time', 200)
    // A commit without references is garbage-collected in the end; then `beforeCommit` is null.
    const lineage = beforeCommit ? await lineageOf(reader, reference, beforeCommit, base) : []
    for (const commit of lineage) commits.set(commit.oid, commit)
    forcePushes.push({
      at: wholeSecond(createdAt),
      before: beforeCommit?.oid ?? null,
      after: afterCommit?.oid ?? null,
      lineage: lineage.map(({ oid }) => oid),
    })
  }
  return { forcePushes, commits: [...commits.values()] }
}

async function lineageOf(
  reader: Reader,
  reference: RepositoryReference,
  before: NonNullable<ForcePushFragment['beforeCommit']>,
  base: Base,
): Promise<readonly CommitWithRunsFragment[]> {
  const what = `read the commits that a force-push hid in ${reference.owner}/${reference.repo}`
  const commits = (before.history.nodes ?? []).filter((node) => node !== null)
  let next = nextPage(before.history.pageInfo, 'forward', null)
  if (next === null) return commits
  const most = (await commitsAhead(reader, reference, before.oid, base)) ?? MOST_UNCOUNTED
  while (next !== null && commits.length < most) {
    const { data }: { data: HiddenCommitsQuery } = await ask(reader.octokit, {
      document: DOCUMENT,
      variables: {
        owner: reference.owner,
        repo: reference.repo,
        commit: before.oid,
        from: next,
        appId: reader.appId,
      },
      what,
      mayBeNull: ["check run's number"],
    })
    const page = data.repository?.object?.history
    if (!page?.nodes) throw new InconsistentRead(`could not ${what}: they are not whole`)
    commits.push(...page.nodes.filter((node) => node !== null))
    next = nextPage(page.pageInfo, 'forward', next)
  }
  return commits
}

/**
 * How many commits lead to a hidden head from where it left the base; kept by the base, which may be another one later.
 * Null where GitHub does not compare them (GH-62, GH-179).
 */
async function commitsAhead(
  { octokit, caches }: Reader,
  { owner, repo, repositoryId }: RepositoryReference,
  commit: CommitSha,
  { baseTip, baseName }: Base,
): Promise<number | null> {
  const key = `${repositoryId}/${baseName}/${commit}`
  const known = caches.ahead.get(key)
  if (known !== undefined) return known
  const asked = doing(`compare ${commit.slice(0, 7)} of ${owner}/${repo} with its base`, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
      per_page: 1,
    })
    return data.ahead_by
  })
  const ahead = await nullWhere([404, 422], asked)
  if (ahead === null) return null
  caches.ahead.set(key, ahead)
  return ahead
}
