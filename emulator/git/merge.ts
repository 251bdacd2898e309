import type { FileEntry, FlatTree, GitStore } from './git-store.ts'

/** Three trees merged; `conflicts` lists the paths that both sides changed in the same place. */
export function mergeTrees(
  git: GitStore,
  base: FlatTree,
  ours: FlatTree,
  theirs: FlatTree,
): { readonly files: FlatTree; readonly conflicts: readonly string[] } {
  const files = new Map<string, FileEntry>()
  const conflicts: string[] = []
  for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const [was, here, there] = [base.get(path), ours.get(path), theirs.get(path)]
    let result: FileEntry | undefined
    if (same(here, there) || same(was, there)) result = here
    else if (same(was, here)) result = there
    else result = mergedFile(git, was, here, there)
    if (result) files.set(path, result)
    else if (!same(here, there) && !same(was, there) && !same(was, here)) conflicts.push(path)
  }
  return { files, conflicts }
}

function same(left: FileEntry | undefined, right: FileEntry | undefined): boolean {
  return left?.oid === right?.oid && left?.mode === right?.mode
}

/** Both sides' changes in one file, when they are apart from each other; undefined when they are not. */
function mergedFile(
  git: GitStore,
  was: FileEntry | undefined,
  here: FileEntry | undefined,
  there: FileEntry | undefined,
): FileEntry | undefined {
  const texts = [was, here, there].map((entry) => entry && git.blob(entry.oid)?.toString('latin1'))
  const [base, ours, theirs] = texts
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  const merged = mergeLines(base.split('\n'), ours.split('\n'), theirs.split('\n'))
  return merged && here
    ? { mode: here.mode, oid: git.writeBlob(Buffer.from(merged.join('\n'), 'latin1')) }
    : undefined
}

/** One changed stretch of lines: what stood at `start`…`end` of the base became `lines`. */
interface Hunk {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

function mergeLines(base: string[], ours: string[], theirs: string[]): string[] | undefined {
  const all = [...hunks(base, ours), ...hunks(base, theirs)].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )
  const result: string[] = []
  let at = 0
  let previous: Hunk | undefined
  for (const hunk of all) {
    if (previous && sameHunk(previous, hunk)) continue
    // Changes that touch are in conflict for git as well.
    if (previous && hunk.start <= previous.end) return undefined
    result.push(...base.slice(at, hunk.start), ...hunk.lines)
    at = hunk.end
    previous = hunk
  }
  return [...result, ...base.slice(at)]
}

function sameHunk(left: Hunk, right: Hunk): boolean {
  return (
    left.start === right.start && left.end === right.end && left.lines.join('\n') === right.lines.join('\n')
  )
}

/** The changes from one list of lines to another, by their longest common subsequence between equal ends. */
function hunks(base: string[], side: string[]): Hunk[] {
  let first = 0
  while (first < base.length && first < side.length && base[first] === side[first]) first++
  let last = 0
  while (
    last < base.length - first &&
    last < side.length - first &&
    base[base.length - 1 - last] === side[side.length - 1 - last]
  )
    last++
  const a = base.slice(first, base.length - last)
  const b = side.slice(first, side.length - last)
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const found: Hunk[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++
      j++
      continue
    }
    const [fromI, fromJ] = [i, j]
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) break
      if (j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) i++
      else j++
    }
    found.push({ start: first + fromI, end: first + i, lines: b.slice(fromJ, j) })
  }
  return found
}
