import { deleteBranch, moveBranch } from '../acts/branches.ts'
import { setStatus } from '../acts/checks.ts'
import type { FileEntry } from '../git/git-store.ts'
import { mergeBase } from '../git/history.ts'
import { Rejection } from '../rejection.ts'
import { repositoryApiUrl } from '../views/repository.ts'
import type { CommitStatus, Repository } from '../world/state.ts'
import { actingIn, type Call, page, type Route } from './router.ts'

/** Writing git objects and moving branches, as people do it through the API. */
export const branchRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/branches',
    handle(call) {
      const { repository } = actingIn(call, 'contents', 'read')
      const branches = [...repository.refs].filter(([ref]) => ref.startsWith('refs/heads/'))
      return page(call, branches, ([ref, sha]) => ({
        name: ref.slice('refs/heads/'.length),
        commit: { sha, url: `${repositoryApiUrl(call.world, repository)}/commits/${sha}` },
        protected: repository.rules.some(({ branch }) => ref === `refs/heads/${branch}`),
      }))
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/ref/*name',
    handle(call) {
      const { repository } = actingIn(call, 'contents', 'read')
      return { status: 200, body: refJson(repository, refFor(call, repository)) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/matching-refs/*name',
    handle(call) {
      const { repository } = actingIn(call, 'contents', 'read')
      const refs = [...repository.refs.keys()].filter((ref) => ref.startsWith(`refs/${call.parameters.name}`))
      return { status: 200, body: refs.map((ref) => refJson(repository, ref)) }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/git/blobs',
    handle(call) {
      const { repository } = actingIn(call, 'contents', 'write')
      const { content = '', encoding = 'utf-8' } = call.body
      const bytes = Buffer.from(String(content), encoding === 'base64' ? 'base64' : 'utf8')
      const sha = call.world.git(repository).writeBlob(bytes)
      return {
        status: 201,
        body: { sha, url: `${repositoryApiUrl(call.world, repository)}/git/blobs/${sha}` },
      }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/git/trees',
    handle(call) {
      const { repository } = actingIn(call, 'contents', 'write')
      const git = call.world.git(repository)
      const { base_tree: base, tree } = call.body
      const files = new Map<string, FileEntry>(
        base === undefined ? [] : git.flat(treeOf(call, repository, base)),
      )
      for (const { path, mode, sha, content } of tree as TreeRow[]) {
        if (sha === null) files.delete(path)
        else files.set(path, { mode, oid: sha ?? git.writeBlob(Buffer.from(content ?? '')) })
      }
      const oid = git.writeTree(files)
      return { status: 201, body: { sha: oid, tree: [], truncated: false } }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/git/commits',
    handle(call) {
      const { repository, actor } = actingIn(call, 'contents', 'write')
      const { message = '', tree, parents = [] } = call.body
      const seconds = Math.floor(call.world.clock.now().getTime() / 1000)
      const who = {
        name: actor.login,
        email: `${actor.id}+${actor.login}@users.noreply.github.test`,
        seconds,
      }
      const commit = call.world.git(repository).writeCommit({
        tree: treeOf(call, repository, tree),
        parents: parents as string[],
        author: who,
        committer: who,
        message: String(message),
      })
      return { status: 201, body: { sha: commit.oid, tree: { sha: commit.tree }, message } }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/git/refs',
    handle(call) {
      const { repository, actor } = actingIn(call, 'contents', 'write')
      const { ref, sha } = call.body
      if (typeof ref !== 'string' || !ref.startsWith('refs/heads/')) {
        throw new Rejection(422, "Reference name must start with 'refs/' and have at least two slashes.")
      }
      if (repository.refs.has(ref)) throw new Rejection(422, 'Reference already exists')
      moveBranch(
        call.world,
        repository,
        ref.slice('refs/heads/'.length),
        commitOf(call, repository, sha),
        actor,
        false,
      )
      return { status: 201, body: refJson(repository, ref) }
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/git/refs/*name',
    handle(call) {
      const { repository, actor } = actingIn(call, 'contents', 'write')
      const ref = refFor(call, repository)
      const { sha, force = false } = call.body
      const to = commitOf(call, repository, sha)
      const git = call.world.git(repository)
      const before = repository.refs.get(ref) ?? ''
      const isAhead = mergeBase(git, before, to) === before
      if (!isAhead && !force) throw new Rejection(422, 'Update is not a fast forward')
      moveBranch(call.world, repository, ref.slice('refs/heads/'.length), to, actor, !isAhead)
      return { status: 200, body: refJson(repository, ref) }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/git/refs/*name',
    handle(call) {
      const { repository, actor } = actingIn(call, 'contents', 'write')
      deleteBranch(call.world, repository, refFor(call, repository).slice('refs/heads/'.length), actor)
      return { status: 204 }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/statuses/:sha',
    handle(call) {
      const { repository, actor } = actingIn(call, 'statuses', 'write')
      const { state, context = 'default', description } = call.body
      const sha = commitOf(call, repository, call.parameters.sha)
      setStatus(call.world, repository, sha, actor, {
        state: state as CommitStatus['state'],
        context: String(context),
        ...(typeof description === 'string' ? { description } : {}),
      })
      return { status: 201, body: { state, context, description: description ?? null } }
    },
  },
]

interface TreeRow {
  readonly path: string
  readonly mode: FileEntry['mode']
  readonly sha?: string | null
  readonly content?: string
}

function refFor(call: Call, repository: Repository): string {
  const ref = `refs/${call.parameters.name}`
  if (!repository.refs.has(ref))
    throw new Rejection(call.access.kind === 'person' ? 422 : 404, 'Reference does not exist')
  return ref
}

function refJson(repository: Repository, ref: string) {
  return { ref, object: { type: 'commit', sha: repository.refs.get(ref) } }
}

function commitOf(call: Call, repository: Repository, sha: unknown): string {
  if (typeof sha !== 'string' || !call.world.git(repository).commit(sha)) {
    throw new Rejection(422, 'Object does not exist')
  }
  return sha
}

/** The tree of that name, or of the commit of that name. */
function treeOf(call: Call, repository: Repository, sha: unknown): string {
  const git = call.world.git(repository)
  const oid = git.commit(String(sha))?.tree ?? String(sha)
  if (!git.tree(oid)) throw new Rejection(422, 'Tree SHA does not exist')
  return oid
}
