import { diff, type FileChange } from '../git/diff.ts'
import type { Commit } from '../git/git-store.ts'
import { commitsBetween, mergeBase } from '../git/history.ts'
import { repositoryOf } from './find.ts'
import type { PullRequest } from './state.ts'
import type { World } from './world.ts'

/** The tip of the base branch now; the base recorded in the pull request where the branch is gone. */
export function baseTip(world: World, pull: PullRequest): string {
  return repositoryOf(world.state, pull).refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseOid
}

/** Where a pull request left its base: what GitHub compares with. A merged one keeps the base it was merged into. */
function mergeBaseOf(world: World, pull: PullRequest): string | undefined {
  const git = world.git(repositoryOf(world.state, pull))
  const base = comparedWith(world, pull)
  return git.remember(`merge base ${base} ${pull.headOid}`, () => mergeBase(git, base, pull.headOid))
}

/** The files a pull request changes, three dots: from the merge base to the head, however many there are. */
function changesOf(world: World, pull: PullRequest): readonly FileChange[] {
  const git = world.git(repositoryOf(world.state, pull))
  const base = mergeBaseOf(world, pull)
  return git.remember(`diff ${base} ${pull.headOid}`, () =>
    diff(git, base === undefined ? new Map() : git.filesOf(base), git.filesOf(pull.headOid)),
  )
}

/**
 * The changed files as GitHub shows them. Of very large pull requests it computes no diff, and then says neither files
 * nor an error, and a count of none (GH-18); `null` stands for that.
 */
export function shownChanges(world: World, pull: PullRequest): readonly FileChange[] | null {
  if (pull.diff === 'empty') return []
  const changes = changesOf(world, pull)
  return pull.diff === 'missing' || changes.length > world.quirks.mostFilesCompared ? null : changes
}

/** The commits of a pull request, oldest first. */
export function commitsOf(world: World, pull: PullRequest): readonly Commit[] {
  const git = world.git(repositoryOf(world.state, pull))
  const base = comparedWith(world, pull)
  return git.remember(`commits ${base} ${pull.headOid}`, () => commitsBetween(git, base, pull.headOid))
}

function comparedWith(world: World, pull: PullRequest): string {
  return pull.mergedAt === null ? baseTip(world, pull) : pull.baseOid
}
