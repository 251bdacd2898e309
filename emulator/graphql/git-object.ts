import { isUtf8 } from 'node:buffer'
import { extname } from 'node:path/posix'
import type { TreeEntry } from '../git/objects.ts'
import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { resolveCommit } from '../world/revision.ts'
import type { Repository } from '../world/state.ts'
import type { View, Viewing } from './viewing.ts'

/** Longer texts are cut, and say so. Bytes. */
const LONGEST_TEXT = 512_000

/** The object of a full id: commit, tree or blob; null when the repository has none. */
export function objectByOid(viewing: Viewing, repository: Repository, oid: string): View | null {
  if (repository.forgotten.has(oid)) return null
  const git = viewing.world.git(repository)
  const commit = git.commit(oid)
  if (commit) return viewing.show.commit(viewing, repository, commit)
  if (git.tree(oid)) return treeView(viewing, repository, oid, '')
  return git.blob(oid) ? blobView(viewing, repository, oid) : null
}

/** The object git's `rev:path` stands for, links unfollowed; null when there is none. */
export function objectByExpression(
  viewing: Viewing,
  repository: Repository,
  expression: string,
): View | null {
  const [, name = '', path] = /^([^:]*)(?::(.*))?$/s.exec(expression) ?? []
  const git = viewing.world.git(repository)
  const commit = resolveCommit(viewing.world, repository, name)
  if (path === undefined) return objectByOid(viewing, repository, commit ?? name)
  const root = commit ? git.mustCommit(commit).tree : git.tree(name) ? name : undefined
  if (root === undefined) return null
  const clean = path.replace(/\/$/, '')
  if (clean === '') return treeView(viewing, repository, root, '')
  const entry = git.at(root, clean)
  if (!entry) return null
  return entry.mode === '040000'
    ? treeView(viewing, repository, entry.oid, clean)
    : objectByOid(viewing, repository, entry.oid)
}

export function treeView(viewing: Viewing, repository: Repository, oid: string, folder: string): View {
  return {
    ...gitObject(viewing, repository, 'Tree', oid),
    id: nodeId('TR', repository.id, oid),
    entries: () =>
      (viewing.world.git(repository).tree(oid) ?? []).map((entry) =>
        treeEntryView(viewing, repository, entry, folder === '' ? entry.name : `${folder}/${entry.name}`),
      ),
  }
}

export function treeEntryView(
  viewing: Viewing,
  repository: Repository,
  entry: TreeEntry,
  path: string,
): View {
  const git = viewing.world.git(repository)
  return {
    __typename: 'TreeEntry',
    name: entry.name,
    nameRaw: Buffer.from(entry.name).toString('base64'),
    path,
    pathRaw: Buffer.from(path).toString('base64'),
    extension: extname(entry.name),
    // Git's octal mode as a decimal number: 100644 is 33188.
    mode: Number.parseInt(entry.mode, 8),
    type: entry.mode === '040000' ? 'tree' : entry.mode === '160000' ? 'commit' : 'blob',
    oid: entry.oid,
    size: git.blob(entry.oid)?.length ?? 0,
    lineCount: git.blob(entry.oid)?.toString('latin1').split('\n').length ?? null,
    isGenerated: false,
    repository: () => viewing.show.repository(viewing, repository),
    // A submodule's commit is in another repository.
    object: () =>
      entry.mode === '160000'
        ? null
        : entry.mode === '040000'
          ? treeView(viewing, repository, entry.oid, path)
          : blobView(viewing, repository, entry.oid),
  }
}

function blobView(viewing: Viewing, repository: Repository, oid: string): View {
  const content = viewing.world.git(repository).blob(oid) ?? Buffer.alloc(0)
  const isBinary = content.subarray(0, 8000).includes(0)
  const isTruncated = !isBinary && content.length > LONGEST_TEXT
  return {
    ...gitObject(viewing, repository, 'Blob', oid),
    id: nodeId('B', repository.id, oid),
    byteSize: content.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : decoded(isTruncated ? content.subarray(0, LONGEST_TEXT) : content),
  }
}

export function gitObject(viewing: Viewing, repository: Repository, typename: string, oid: string): View {
  const url = `${repositoryUrl(viewing.world, repository)}/commit/${oid}`
  return {
    __typename: typename,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: url,
    commitResourcePath: url.slice(viewing.world.origin().length),
    repository: () => viewing.show.repository(viewing, repository),
  }
}

/** What is not UTF-8 is guessed to be Latin-1 and comes out as clean text: only the bytes show it (REST has them). */
function decoded(content: Buffer): string {
  return isUtf8(content) ? content.toString('utf8') : content.toString('latin1')
}
