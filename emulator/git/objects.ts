import { createHash } from 'node:crypto'

export type TreeMode = '100644' | '100755' | '120000' | '160000' | '040000'

export interface TreeEntry {
  readonly mode: TreeMode
  readonly name: string
  readonly oid: string
}

export interface Signature {
  readonly name: string
  readonly email: string
  /** Seconds since 1970, UTC. */
  readonly seconds: number
}

export interface CommitContent {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  readonly message: string
}

/** The id git gives to an object: SHA-1 over its kind, length and bytes. */
export function objectId(kind: 'blob' | 'tree' | 'commit', content: Uint8Array): string {
  return createHash('sha1').update(`${kind} ${content.byteLength}\0`).update(content).digest('hex')
}

/** The bytes of a tree object; entries in any order, git's order in the result. */
export function treeBytes(entries: readonly TreeEntry[]): Buffer {
  const parts: Buffer[] = []
  for (const entry of sortedEntries(entries)) {
    // Git writes the mode of a folder without its leading zero.
    parts.push(Buffer.from(`${entry.mode.replace(/^0/, '')} ${entry.name}\0`), Buffer.from(entry.oid, 'hex'))
  }
  return Buffer.concat(parts)
}

/** Git's order of names in a tree: by bytes, a folder compared as if its name ended in a slash. */
export function sortedEntries(entries: readonly TreeEntry[]): TreeEntry[] {
  const key = (entry: TreeEntry) => Buffer.from(entry.mode === '040000' ? `${entry.name}/` : entry.name)
  return entries
    .map((entry) => ({ entry, key: key(entry) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry)
}

/** The bytes of a commit object. The message ends in a new line, as `git commit` leaves it. */
export function commitBytes(commit: CommitContent): Buffer {
  const line = (who: Signature) => `${who.name} <${who.email}> ${who.seconds} +0000`
  return Buffer.from(
    [
      `tree ${commit.tree}`,
      ...commit.parents.map((parent) => `parent ${parent}`),
      `author ${line(commit.author)}`,
      `committer ${line(commit.committer)}`,
      '',
      commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`,
    ].join('\n'),
  )
}
