import type { CommitSha } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { ChangesAt } from '../facts/snapshot.ts'
import { changesKey, comparedFile, type Ends } from './changes.ts'
import { doing, InconsistentRead, nullWhere } from './faults.ts'
import { isThere, mergeBaseKey, partingOf } from './merge-base.ts'
import type { Reader } from './reader.ts'
import { changesOfTrees } from './trees.ts'

// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const MOST_COMPARED = 300

/**
 * What a head changed against its merge base with the base branch, kept by commit; where GitHub does not list it, the
 * whole trees are compared (D6). Unreadable and gone where GitHub lost the commit; otherwise unreadable only where it shows
 * neither a comparison nor trees. Throws `InconsistentRead` when it does not show the base's tip, which must be there.
 */
export async function changesAtCommit(
  reader: Reader,
  reference: RepositoryReference,
  ends: Ends,
  commit: CommitSha,
): Promise<ChangesAt> {
  // The head itself is asked for only where GitHub did not list its files.
  if (commit === ends.head) return changesOfUnlistedHead(reader, reference, ends)
  const { changes: known } = reader.caches
  const key = changesKey(reference, ends.baseName, commit)
  const seen = known.get(key)
  if (seen) return seen
  const what = `read what ${reference.owner}/${reference.repo}@${commit.slice(0, 7)} changes`
  const compared = await nullWhere([404, 422], compare(reader, reference, ends.baseTip, commit, what))
  if (compared !== null && compared.length < MOST_COMPARED) {
    const changes: ChangesAt = { kind: 'complete', files: compared.map(comparedFile) }
    known.set(key, changes)
    return changes
  }
  // Not kept: it may only not have reached the server that answered.
  const lost = compared === null && (await lostCommit(reader, reference, ends.baseTip, commit, what))
  if (lost) return lost
  const { commit: from } = await partingOf(reader, reference, ends.baseTip, commit)
  if (from === null) {
    return { kind: 'unreadable', why: 'GitHub cannot compare it with the base branch', isGone: false }
  }
  const changes = await changesOfTrees(reader, reference, from, commit)
  known.set(key, changes)
  return changes
}

/**
 * The head against its merge base by their trees. Where GitHub does not tell the merge base, the tip of the base stands in:
 * what it has in common with the head is not changed by merging.
 */
async function changesOfUnlistedHead(
  reader: Reader,
  reference: RepositoryReference,
  { head, baseTip }: Ends,
): Promise<ChangesAt> {
  const { commit } = await partingOf(reader, reference, baseTip, head)
  const from = commit ?? baseTip
  const key = mergeBaseKey(reference, from, head)
  const known = reader.caches.changes.get(key)
  const changes = known ?? (await changesOfTrees(reader, reference, from, head))
  reader.caches.changes.set(key, changes)
  return commit === null && changes.kind === 'complete' ? { ...changes, isAgainstTip: true } : changes
}

/** The files that GitHub lists in a comparison, 300 at most; null where it lists none at all. */
async function compare(
  { octokit, caches }: Reader,
  reference: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
  what: string,
) {
  const { owner, repo } = reference
  return doing(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${baseTip}...${commit}`,
    })
    const { sha, commit: content } = data.merge_base_commit
    caches.mergeBases.set(mergeBaseKey(reference, baseTip, commit), {
      commit: sha,
      tree: content?.tree?.sha ?? null,
    })
    return data.files ?? null
  })
}

/**
 * Returns that the commit is no longer on GitHub, or null when it is. GitHub answers alike whether a commit is lost, two
 * commits have no common past, or a difference is too large for it. Only what is lost may be passed over (V6), so the
 * commits are asked for by themselves. Throws `InconsistentRead` when the tip of the base is the one that is lost.
 */
async function lostCommit(
  reader: Reader,
  reference: RepositoryReference,
  baseTip: CommitSha,
  commit: CommitSha,
  what: string,
): Promise<ChangesAt | null> {
  if (!(await isThere(reader, reference, commit))) {
    return { kind: 'unreadable', why: 'its commit is no longer on GitHub', isGone: true }
  }
  if (!(await isThere(reader, reference, baseTip))) {
    throw new InconsistentRead(`could not ${what}: the tip of its base is not there`)
  }
  return null
}
