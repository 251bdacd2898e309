import { posix } from 'node:path'
import type { TreeEntry } from '../git/objects.ts'
import { notFound, Rejection } from '../rejection.ts'
import type { Json } from '../views/json.ts'
import { repositoryApiUrl, repositoryUrl } from '../views/repository.ts'
import { resolveCommit } from '../world/revision.ts'
import type { Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { base64Lines } from './git.ts'
import { repositoryFor, type Route } from './router.ts'

const MEBIBYTE = 1024 * 1024
/** A folder shows no more entries than this (GH-159). */
const MOST_LISTED = 1000

/** Files by path. It follows symbolic links and leaves out what is large (GH-160), which is why an App should not use it. */
export const contentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/contents/*path',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const name = call.query.ref ?? repository.defaultBranch
      const commit = resolveCommit(call.world, repository, name)
      if (commit === undefined) throw new Rejection(404, `No commit found for the ref ${name}`)
      const git = call.world.git(repository)
      const root = git.mustCommit(commit).tree
      const path = (call.parameters.path ?? '').replace(/\/$/, '')
      const entry: TreeEntry | undefined =
        path === '' ? { mode: '040000', name: '', oid: root } : git.at(root, path)
      if (!entry) throw notFound()
      if (entry.mode === '040000') {
        const rows = (git.tree(entry.oid) ?? [])
          .slice(0, MOST_LISTED)
          .map((each) => listed(call.world, repository, path ? `${path}/${each.name}` : each.name, each))
        return { status: 200, body: rows }
      }
      const shown =
        entry.mode === '120000' ? (linked(call.world, repository, root, path, entry) ?? entry) : entry
      const content = git.blob(shown.oid)
      if (/[.+]raw/.test(call.accept) && content) {
        return { status: 200, body: content, headers: { 'content-type': 'application/vnd.github.raw+json' } }
      }
      return { status: 200, body: file(call.world, repository, path, shown, content) }
    },
  },
]

/** What a symbolic link points at, when that is a file of the same repository. */
function linked(world: World, repository: Repository, root: string, path: string, link: TreeEntry) {
  const git = world.git(repository)
  const target = posix.normalize(posix.join(posix.dirname(path), git.blob(link.oid)?.toString() ?? ''))
  const entry = git.at(root, target)
  return entry && entry.mode !== '040000' && entry.mode !== '160000' ? entry : undefined
}

function file(
  world: World,
  repository: Repository,
  path: string,
  entry: TreeEntry,
  content: Buffer | undefined,
): Json {
  const row = listed(world, repository, path, entry)
  if (entry.mode === '160000') return { ...row, type: 'submodule', submodule_git_url: null }
  if (entry.mode === '120000') return { ...row, type: 'symlink', target: content?.toString() }
  if (!content) throw notFound()
  if (content.length > 100 * MEBIBYTE) {
    throw new Rejection(403, 'This API returns blobs up to 100 MB in size.', [
      { resource: 'Blob', field: 'data', code: 'too_large' },
    ])
  }
  return content.length > MEBIBYTE
    ? { ...row, content: '', encoding: 'none' }
    : { ...row, content: base64Lines(content), encoding: 'base64' }
}

/** A row of a folder; a submodule in one has the type "file", for compatibility with long ago. */
function listed(world: World, repository: Repository, path: string, entry: TreeEntry): Json {
  return {
    name: posix.basename(path),
    path,
    sha: entry.oid,
    size: world.git(repository).blob(entry.oid)?.length ?? 0,
    type: entry.mode === '040000' ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    url: `${repositoryApiUrl(world, repository)}/contents/${path}`,
    html_url: `${repositoryUrl(world, repository)}/blob/HEAD/${path}`,
    git_url: `${repositoryApiUrl(world, repository)}/git/blobs/${entry.oid}`,
    download_url: null,
  }
}
