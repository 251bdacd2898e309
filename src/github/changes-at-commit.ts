import type { RepositoryReference } from '../domain/reference.ts'
import type { ChangesAt } from '../domain/snapshot.ts'
import { comparedFile } from './changed-file.ts'
import { changesKey, type Ends } from './changes.ts'
import { doing, GitHubFault, nullWhere, TornRead } from './faults.ts'
import { mergeBaseKey, mergeBaseOf } from './merge-base.ts'
import type { Reader } from './reader.ts'
import { changesOfTrees } from './trees.ts'

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/**
 * What a head changed against its merge base with the base branch, kept by commit; of more files than GitHub lists
 * only those under `folders` (D6). Unreadable and gone where GitHub lost the commit; otherwise unreadable only where it
 * shows neither a comparison nor trees. Throws `TornRead` when it does not show the base's tip, which must be there.
 */
export async function changesAtCommit(
  reader: Reader,
  reference: RepositoryReference,
  ends: Ends,
  commit: string,
  folders: readonly string[],
): Promise<ChangesAt> {
  // The head itself is asked for only where its files are too many to be listed.
  if (commit === ends.head) return changesOfLargeHead(reader, reference, ends, folders)
  const { changes: known } = reader.caches
  const key = changesKey(reference, ends.baseName, commit)
  const keyWithin = `${key}/${JSON.stringify(folders)}`
  const seen = known.get(key) ?? known.get(keyWithin)
  if (seen) return seen
  const what = `read what ${reference.owner}/${reference.repo}@${commit.slice(0, 7)} changes`
  const compared = await nullWhere([404, 422], compare(reader, reference, ends.baseTip, commit, what))
  // Not kept: it may only not have reached the server that answered.
  if (!compared) return whyMissing(reader, reference, ends.baseTip, commit, what)
  if (compared.files.length < MOST_COMPARED) {
    const changes: ChangesAt = { kind: 'complete', files: compared.files.map(comparedFile) }
    known.set(key, changes)
    return changes
  }
  const changes = await changesOfTrees(reader, reference, compared.mergeBase, commit, folders)
  known.set(keyWithin, changes)
  return changes
}

async function changesOfLargeHead(
  reader: Reader,
  reference: RepositoryReference,
  { head, baseTip }: Ends,
  folders: readonly string[],
): Promise<ChangesAt> {
  const from = await mergeBaseOf(reader, reference, baseTip, head)
  if (from === null) {
    return { kind: 'unreadable', why: 'it has no commit in common with the base branch', isGone: false }
  }
  const key = `${mergeBaseKey(reference, from, head)}/${JSON.stringify(folders)}`
  const known = reader.caches.changes.get(key)
  if (known) return known
  const changes = await changesOfTrees(reader, reference, from, head, folders)
  reader.caches.changes.set(key, changes)
  return changes
}

async function compare(
  { octokit, caches }: Reader,
  reference: RepositoryReference,
  baseTip: string,
  commit: string,
  what: string,
) {
  const { owner, repo } = reference
  return doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
    })
    if (!data.files) throw new GitHubFault(`could not ${what}: GitHub compared no files`, 200)
    const mergeBase = data.merge_base_commit.sha
    caches.mergeBases.set(mergeBaseKey(reference, baseTip, commit), { commit: mergeBase })
    return { files: data.files, mergeBase }
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
  return (await nullWhere([404, 422], asked)) !== null
}
