import type { RepositoryReference } from '../domain/reference.ts'
import type { ChangedFile, ChangesAt } from '../domain/snapshot.ts'
import { doing, GitHubFault } from './faults.ts'
import type { Reader } from './reader.ts'

/** What stands at a path of a tree. */
interface Entry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
}

/** The entries of a tree, or of all trees inside it too; null where GitHub cuts them. */
type ReadTree = (sha: string, how: 'one level' | 'whole') => Promise<readonly Entry[] | null>

/** Paths → what stands there. */
type Files = ReadonlyMap<string, Entry>

/**
 * What changed from one commit to another, by their trees: for more files than GitHub compares. Only what lies under
 * `folders` is looked at, whatever the case of their names, and of that only what has another tree id (D6); whole trees
 * where they name the root, or nothing. A renamed file shows as a deleted and an added one. Unreadable where GitHub
 * cuts a tree.
 */
export async function changesOfTrees(
  reader: Reader,
  reference: RepositoryReference,
  from: string,
  to: string,
  folders: readonly string[],
): Promise<ChangesAt> {
  const read = treesOf(reader, reference)
  const names = folders.map((folder) => folder.split('/').filter((name) => name !== '' && name !== '.'))
  const isWhole = folders.length === 0 || names.some(({ length }) => length === 0)
  // One after the other: each may be megabytes.
  const before = isWhole ? rootOf(from) : await foldersIn(read, from, names)
  const after = isWhole ? rootOf(to) : await foldersIn(read, to, names)
  const where = isWhole ? 'of its tree' : `under ${folders.join(', ')}`
  const unreadable: ChangesAt = {
    kind: 'unreadable',
    why: `GitHub does not show all files ${where}`,
    isGone: false,
  }
  if (!before || !after) return unreadable
  const old = await filesIn(read, without(before, after))
  const now = old && (await filesIn(read, without(after, before)))
  if (!old || !now) return unreadable
  return { kind: 'complete', files: differences(old, now), ...(!isWhole && { within: folders }) }
}

// https://docs.github.com/en/rest/git/trees#get-a-tree
function treesOf({ octokit }: Reader, { owner, repo }: RepositoryReference): ReadTree {
  const levels = new Map<string, readonly Entry[] | null>()
  return async (sha, how) => {
    const known = how === 'one level' ? levels.get(sha) : undefined
    if (known !== undefined) return known
    const what = `read the tree ${sha.slice(0, 7)} of ${owner}/${repo}`
    const entries = await doing(what, async () => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        owner,
        repo,
        tree_sha: sha,
        // Whatever stands here, "0" and "false" too, is a wish for all levels.
        ...(how === 'whole' && { recursive: '1' }),
      })
      if (data.truncated) return null
      // A cut tree is an answer that is kept; half an answer must not be.
      if (!data.tree) throw new GitHubFault(`could not ${what}: it has no entries`, 200)
      return data.tree
    })
    if (how === 'one level') levels.set(sha, entries)
    return entries
  }
}

/** A commit in the place of its tree, which GitHub takes it for. */
function rootOf(commit: string): Files {
  return new Map([['', { path: '', mode: '040000', type: 'tree', sha: commit }]])
}

/**
 * Everything at a commit that bears the name of one of some folders, each given by its names from the root down; null
 * where GitHub cuts a level on the way.
 */
async function foldersIn(
  read: ReadTree,
  commit: string,
  folders: readonly (readonly string[])[],
): Promise<Files | null> {
  const found = new Map<string, Entry>()
  for (const names of folders) {
    let places = [...rootOf(commit).values()]
    for (const name of names) {
      const inside: Entry[] = []
      for (const place of places.filter(({ type }) => type === 'tree')) {
        const entries = await read(place.sha, 'one level')
        if (!entries) return null
        inside.push(...entries.filter(({ path }) => looksLike(path) === looksLike(name)).map(under(place)))
      }
      places = inside
    }
    for (const place of places) found.set(place.path, place)
  }
  return found
}

/** What a name may be taken for, by people and by other systems, as RFC paths are (D2). */
function looksLike(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .toLowerCase()
}

function under({ path: folder }: Entry): (entry: Entry) => Entry {
  return (entry) => ({ ...entry, path: folder === '' ? entry.path : `${folder}/${entry.path}` })
}

/** Those entries that do not stand alike on the other side. */
function without(entries: Files, others: Files): readonly Entry[] {
  return [...entries.values()].filter((entry) => !isSame(entry, others.get(entry.path)))
}

/** All files in some entries, which may be files themselves; null where GitHub cuts a tree. */
async function filesIn(read: ReadTree, entries: readonly Entry[]): Promise<Files | null> {
  const files = new Map<string, Entry>()
  for (const entry of entries) {
    const inside = entry.type === 'tree' ? await read(entry.sha, 'whole') : null
    if (entry.type === 'tree' && !inside) return null
    for (const file of inside?.map(under(entry)) ?? [entry]) {
      if (file.type !== 'tree') files.set(file.path, file)
    }
  }
  return files
}

function differences(before: Files, after: Files): readonly ChangedFile[] {
  const changed = (path: string, change: ChangedFile['change']) => ({ path, previousPath: null, change })
  const files: ChangedFile[] = []
  for (const [path, now] of after) {
    const old = before.get(path)
    if (old === undefined) files.push(changed(path, 'added'))
    else if (!isSame(old, now)) files.push(changed(path, 'modified'))
  }
  for (const path of before.keys()) if (!after.has(path)) files.push(changed(path, 'deleted'))
  return files
}

function isSame(one: Entry, other: Entry | undefined): boolean {
  return one.sha === other?.sha && one.mode === other.mode
}
