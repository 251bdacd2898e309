import type { Commit, GitStore } from './git-store.ts'

/** Every commit reachable from `from`, itself included. */
function ancestors(git: GitStore, from: string): Set<string> {
  const seen = new Set<string>()
  const open = [from]
  for (let oid = open.pop(); oid !== undefined; oid = open.pop()) {
    if (seen.has(oid)) continue
    seen.add(oid)
    open.push(...git.mustCommit(oid).parents)
  }
  return seen
}

/** The best common ancestor of two commits, as `git merge-base` finds it; undefined for unrelated histories. */
export function mergeBase(git: GitStore, left: string, right: string): string | undefined {
  const ofLeft = ancestors(git, left)
  const common = [...ancestors(git, right)].filter((oid) => ofLeft.has(oid))
  // A common ancestor that another one reaches is not the best.
  const reached = new Set<string>()
  for (const oid of common) for (const parent of git.mustCommit(oid).parents) reached.add(parent)
  const best = common.filter((oid) => !reached.has(oid))
  return best.sort((a, b) => git.mustCommit(b).committer.seconds - git.mustCommit(a).committer.seconds)[0]
}

/** The commits of `to` that `from` does not reach, parents before children. */
export function commitsBetween(git: GitStore, from: string | undefined, to: string): Commit[] {
  const known = from === undefined ? new Set<string>() : ancestors(git, from)
  const done = new Set<string>()
  const ordered: Commit[] = []
  const stack: { oid: string; entered: boolean }[] = [{ oid: to, entered: false }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (known.has(top.oid) || (done.has(top.oid) && !top.entered)) continue
    const commit = git.mustCommit(top.oid)
    if (top.entered) {
      ordered.push(commit)
      continue
    }
    done.add(top.oid)
    stack.push({ oid: top.oid, entered: true })
    for (const parent of [...commit.parents].reverse()) stack.push({ oid: parent, entered: false })
  }
  return ordered
}

/** The history of a commit, newest first, as `git log` walks it. */
export function historyOf(git: GitStore, from: string): Commit[] {
  return commitsBetween(git, undefined, from).reverse()
}
