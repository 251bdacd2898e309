import {
  type CommitContent,
  commitBytes,
  objectId,
  sortedEntries,
  type TreeEntry,
  type TreeMode,
  treeBytes,
} from './objects.ts'

export interface Commit extends CommitContent {
  readonly oid: string
}

/** So many results are kept before all are worked out anew. */
const MOST_REMEMBERED = 2000

/** A path's mode and object, as a flat tree lists it. */
export interface FileEntry {
  readonly mode: Exclude<TreeMode, '040000'>
  readonly oid: string
}

/** Every file of a commit by path: a tree without its folders. */
export type FlatTree = ReadonlyMap<string, FileEntry>

/** The objects of a repository and its forks, by id. Only grows: what was written once can always be read again. */
export class GitStore {
  readonly #blobs = new Map<string, Buffer>()
  readonly #trees = new Map<string, readonly TreeEntry[]>()
  readonly #commits = new Map<string, Commit>()
  readonly #flat = new Map<string, FlatTree>()
  readonly #worked = new Map<string, unknown>()

  writeBlob(content: Uint8Array): string {
    const oid = objectId('blob', content)
    if (!this.#blobs.has(oid)) this.#blobs.set(oid, Buffer.from(content))
    return oid
  }

  writeTree(files: FlatTree): string {
    const here: TreeEntry[] = []
    const folders = new Map<string, Map<string, FileEntry>>()
    for (const [path, entry] of files) {
      const slash = path.indexOf('/')
      if (slash < 0) {
        here.push({ mode: entry.mode, name: path, oid: entry.oid })
        continue
      }
      const name = path.slice(0, slash)
      const inside = folders.get(name) ?? new Map<string, FileEntry>()
      inside.set(path.slice(slash + 1), entry)
      folders.set(name, inside)
    }
    for (const [name, inside] of folders) here.push({ mode: '040000', name, oid: this.writeTree(inside) })
    const oid = objectId('tree', treeBytes(here))
    if (!this.#trees.has(oid)) this.#trees.set(oid, sortedEntries(here))
    return oid
  }

  writeCommit(content: CommitContent): Commit {
    const oid = objectId('commit', commitBytes(content))
    const commit = this.#commits.get(oid) ?? { oid, ...content }
    this.#commits.set(oid, commit)
    return commit
  }

  blob(oid: string): Buffer | undefined {
    return this.#blobs.get(oid)
  }

  tree(oid: string): readonly TreeEntry[] | undefined {
    return this.#trees.get(oid)
  }

  commit(oid: string): Commit | undefined {
    return this.#commits.get(oid)
  }

  /** The commit of this id; throws when the store never saw it. */
  mustCommit(oid: string): Commit {
    const commit = this.#commits.get(oid)
    if (!commit) throw new Error(`The local git has no commit ${oid}`)
    return commit
  }

  /** Every file under a tree, by full path. */
  flat(tree: string): FlatTree {
    const known = this.#flat.get(tree)
    if (known) return known
    const files = new Map<string, FileEntry>()
    for (const entry of this.#trees.get(tree) ?? []) {
      if (entry.mode !== '040000') files.set(entry.name, { mode: entry.mode, oid: entry.oid })
      else for (const [path, file] of this.flat(entry.oid)) files.set(`${entry.name}/${path}`, file)
    }
    this.#flat.set(tree, files)
    return files
  }

  filesOf(commit: string): FlatTree {
    return this.flat(this.mustCommit(commit).tree)
  }

  /** The entry at a path of a tree, a folder as well as a file; undefined when there is none. */
  at(tree: string, path: string): TreeEntry | undefined {
    const [name, ...rest] = path.split('/')
    const entry = this.#trees.get(tree)?.find((each) => each.name === name)
    if (!entry || rest.length === 0) return entry
    return entry.mode === '040000' ? this.at(entry.oid, rest.join('/')) : undefined
  }

  /** What was worked out from objects under a key that names them all: they never change, so neither does it. */
  remember<T>(key: string, work: () => T): T {
    if (this.#worked.has(key)) return this.#worked.get(key) as T
    const result = work()
    if (this.#worked.size >= MOST_REMEMBERED) this.#worked.clear()
    this.#worked.set(key, result)
    return result
  }

  /** Full ids that begin with `prefix`, of any kind of object. */
  startingWith(prefix: string): string[] {
    if (prefix.length === 40) return this.has(prefix) ? [prefix] : []
    const all = [...this.#commits.keys(), ...this.#trees.keys(), ...this.#blobs.keys()]
    return all.filter((oid) => oid.startsWith(prefix))
  }

  has(oid: string): boolean {
    return this.#commits.has(oid) || this.#trees.has(oid) || this.#blobs.has(oid)
  }
}
