import type { RepositoryReference } from '../domain/reference.ts'
import type { ChangesAt } from '../domain/snapshot.ts'
import { comparedFile } from './changed-file.ts'
import { changesKey, type Ends } from './changes.ts'
import { doing, GitHubFault, TornRead } from './faults.ts'
import type { Reader } from './reader.ts'
import { changesOfTrees } from './trees.ts'

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/**
 * What an earlier head changed against its merge base with the base branch, kept by commit. Unreadable and gone where
 * GitHub lost the commit; otherwise unreadable only where it shows neither a comparison nor whole trees. Throws
 * `TornRead` when it does not show the base's tip, which must be there.
 */
export async function changesAtCommit(
  reader: Reader,
  reference: RepositoryReference,
  base: Pick<Ends, 'baseName' | 'baseTip'>,
  commit: string,
): Promise<ChangesAt> {
  const { caches } = reader
  const key = changesKey(reference, base.baseName, commit)
  const known = caches.changes.get(key)
  if (known) return known
  const what = `read what ${reference.owner}/${reference.repo}@${commit.slice(0, 7)} changes`
  const compared = await nullWhereMissing(compare(reader, reference, base.baseTip, commit, what))
  // Not kept: it may only not have reached the server that answered.
  if (!compared) return whyMissing(reader, reference, base.baseTip, commit, what)
  const changes: ChangesAt =
    compared.files.length < MOST_COMPARED
      ? { kind: 'complete', files: compared.files.map(comparedFile) }
      : await changesOfTrees(reader, reference, compared.mergeBase, commit)
  caches.changes.set(key, changes)
  return changes
}

async function compare(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  baseTip: string,
  commit: string,
  what: string,
) {
  return doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
    })
    if (!data.files) throw new GitHubFault(`could not ${what}: GitHub compared no files`, 200)
    return { files: data.files, mergeBase: data.merge_base_commit.sha }
  })
}

/**
 * GitHub answers alike whether a commit is lost, or two commits have no common past, or a difference is too large for
 * it. Only what is lost may be passed over (V6), so the commits are asked for by themselves.
 */
async function whyMissing(
  reader: Reader,
  reference: RepositoryReference,
  baseTip: string,
  commit: string,
  what: string,
): Promise<ChangesAt> {
  if (!(await isThere(reader, reference, commit, what))) {
    return { kind: 'unreadable', why: 'its commit is no longer on GitHub', isGone: true }
  }
  if (!(await isThere(reader, reference, baseTip, what))) {
    throw new TornRead(`could not ${what}: the tip of its base is not there`)
  }
  return { kind: 'unreadable', why: 'GitHub cannot compare it with the base branch', isGone: false }
}

async function isThere(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  commit: string,
  what: string,
): Promise<boolean> {
  const asked = doing(what, () =>
    octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      owner,
      repo,
      commit_sha: commit,
    }),
  )
  return (await nullWhereMissing(asked)) !== null
}

async function nullWhereMissing<Result>(asked: Promise<Result>): Promise<Result | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof GitHubFault && (error.status === 404 || error.status === 422)) return null
    throw error
  })
}
