import type { FileEntry, FlatTree, GitStore } from './git-store.ts'

export interface FileChange {
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed'
  readonly path: string
  readonly previousPath?: string
  readonly before?: FileEntry
  readonly after?: FileEntry
  readonly additions: number
  readonly deletions: number
}

/** Above this many pairs git gives up comparing contents and finds only exact renames. */
const MOST_PAIRS_COMPARED = 160_000

/** What changed from one tree to another, by path, with renames found as git finds them (half of the text alike). */
export function diff(git: GitStore, before: FlatTree, after: FlatTree): FileChange[] {
  const added = new Map<string, FileEntry>()
  const removed = new Map<string, FileEntry>()
  const changes: FileChange[] = []
  for (const [path, entry] of after) {
    const old = before.get(path)
    if (!old) added.set(path, entry)
    else if (old.oid !== entry.oid || old.mode !== entry.mode) {
      const status = kindOf(old.mode) === kindOf(entry.mode) ? 'modified' : 'changed'
      changes.push({ status, path, before: old, after: entry, ...countLines(git, old, entry) })
    }
  }
  for (const [path, entry] of before) if (!after.has(path)) removed.set(path, entry)
  for (const [from, to] of renames(git, removed, added)) {
    const old = removed.get(from)!
    const entry = added.get(to)!
    changes.push({
      status: 'renamed',
      path: to,
      previousPath: from,
      before: old,
      after: entry,
      ...countLines(git, old, entry),
    })
    removed.delete(from)
    added.delete(to)
  }
  for (const [path, entry] of added) {
    changes.push({ status: 'added', path, after: entry, ...countLines(git, undefined, entry) })
  }
  for (const [path, entry] of removed) {
    changes.push({ status: 'removed', path, before: entry, ...countLines(git, entry, undefined) })
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

function kindOf(mode: string): string {
  return mode.slice(0, 3)
}

/** Pairs of removed and added paths that are the same file under a new name. */
function renames(git: GitStore, removed: FlatTree, added: FlatTree): Map<string, string> {
  const pairs = new Map<string, string>()
  const taken = new Set<string>()
  for (const [from, old] of removed) {
    for (const [to, entry] of added) {
      if (taken.has(to) || entry.oid !== old.oid || kindOf(entry.mode) !== kindOf(old.mode)) continue
      pairs.set(from, to)
      taken.add(to)
      break
    }
  }
  const left = [...removed].filter(([from, old]) => !pairs.has(from) && kindOf(old.mode) === '100')
  const right = [...added].filter(([to, entry]) => !taken.has(to) && kindOf(entry.mode) === '100')
  if (left.length * right.length > MOST_PAIRS_COMPARED) return pairs
  const candidates = left
    .flatMap(([from, old]) => right.map(([to, entry]) => ({ from, to, likeness: likeness(git, old, entry) })))
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
  for (const { from, to } of candidates) {
    if (pairs.has(from) || taken.has(to)) continue
    pairs.set(from, to)
    taken.add(to)
  }
  return pairs
}

/** The share of bytes, in whole lines, that two files have in common. */
function likeness(git: GitStore, left: FileEntry, right: FileEntry): number {
  const a = git.blob(left.oid)
  const b = git.blob(right.oid)
  if (!a || !b || a.length === 0 || b.length === 0) return 0
  const lines = tally(a)
  let common = 0
  for (const [line, count] of tally(b)) common += Math.min(count, lines.get(line) ?? 0) * (line.length + 1)
  return common / Math.max(a.length, b.length)
}

function countLines(git: GitStore, before: FileEntry | undefined, after: FileEntry | undefined) {
  const old = tally(before && git.blob(before.oid))
  const now = tally(after && git.blob(after.oid))
  let additions = 0
  let deletions = 0
  for (const [line, count] of now) additions += Math.max(0, count - (old.get(line) ?? 0))
  for (const [line, count] of old) deletions += Math.max(0, count - (now.get(line) ?? 0))
  return { additions, deletions }
}

function tally(content: Buffer | undefined): Map<string, number> {
  const lines = new Map<string, number>()
  if (!content || content.length === 0) return lines
  const text = content.toString('latin1')
  for (const line of (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')) {
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return lines
}
