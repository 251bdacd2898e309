import { diff } from '../git/diff.ts'
import type { Commit } from '../git/git-store.ts'
import { commitsBetween, mergeBase } from '../git/history.ts'
import { notFound, Rejection } from '../rejection.ts'
import { changeJson } from '../views/change.ts'
import type { Json } from '../views/json.ts'
import { repositoryApiUrl, repositoryUrl } from '../views/repository.ts'
import { wholeSeconds } from '../clock.ts'
import { nodeId } from '../node-id.ts'
import { resolveCommit } from '../world/revision.ts'
import type { Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { type Call, repositoryFor, type Route } from './router.ts'

/** A comparison shows no more files than this, all on its first page (GH-159). */
const MOST_COMPARED_FILES = 300
/** A tree shows no more entries than this and says that it was cut (GH-159). */
const MOST_TREE_ENTRIES = 100_000

export const gitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/compare/*range',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const [from = '', to = ''] = (call.parameters.range ?? '').split('...')
      const base = commitFor(call, repository, from)
      const head = commitFor(call, repository, to)
      const git = call.world.git(repository)
      const common = mergeBase(git, base.oid, head.oid)
      if (call.world.quirks.rejectsComparisons) {
        throw new Rejection(
          422,
          'Server Error: Sorry, there was a problem generating this diff. The repository may be missing relevant data.',
          [{ resource: 'Comparison', field: 'diff', code: 'not_available' }],
        )
      }
      if (common === undefined) throw new Rejection(404, `No common ancestor between ${from} and ${to}.`)
      const ahead = commitsBetween(git, base.oid, head.oid)
      const behind = commitsBetween(git, head.oid, base.oid).length
      const files = diff(git, git.filesOf(common), git.filesOf(head.oid)).slice(0, MOST_COMPARED_FILES)
      const perPage = Math.min(100, Number(call.query.per_page ?? 250) || 250)
      const number = Number(call.query.page ?? 1) || 1
      return {
        status: 200,
        body: {
          url: `${repositoryApiUrl(call.world, repository)}/compare/${from}...${to}`,
          html_url: `${repositoryUrl(call.world, repository)}/compare/${from}...${to}`,
          base_commit: commitJson(call.world, repository, base),
          merge_base_commit: commitJson(call.world, repository, git.mustCommit(common)),
          status:
            ahead.length === 0
              ? behind === 0
                ? 'identical'
                : 'behind'
              : behind === 0
                ? 'ahead'
                : 'diverged',
          ahead_by: ahead.length,
          behind_by: behind,
          total_commits: ahead.length,
          commits: ahead
            .slice((number - 1) * perPage, number * perPage)
            .map((each) => commitJson(call.world, repository, each)),
          ...(number === 1 ? { files: files.map((each) => changeJson(call.world, repository, each)) } : {}),
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits/:ref',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const commit = commitFor(call, repository, call.parameters.ref ?? '')
      return { status: 200, body: commitJson(call.world, repository, commit) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/commits/:sha',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const { sha = '' } = call.parameters
      // By its whole id alone: no branch has an answer here.
      if (!/^[0-9a-f]{40}$/.test(sha)) throw notFound()
      const { commit, ...rest } = commitJson(call.world, repository, commitFor(call, repository, sha))
      return { status: 200, body: { ...rest, ...(commit as Json) } }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/blobs/:sha',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const sha = call.parameters.sha ?? ''
      const content = call.world.git(repository).blob(sha)
      if (!content) throw notFound()
      if (/[.+]raw/.test(call.accept)) {
        return { status: 200, body: content, headers: { 'content-type': 'application/vnd.github.raw+json' } }
      }
      return {
        status: 200,
        body: {
          sha,
          node_id: nodeId('B', repository.id, sha),
          size: content.length,
          url: `${repositoryApiUrl(call.world, repository)}/git/blobs/${sha}`,
          content: base64Lines(content),
          encoding: 'base64',
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/git/trees/*sha',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const git = call.world.git(repository)
      const name = call.parameters.sha ?? ''
      const commit = resolveCommit(call.world, repository, name)
      const oid = commit ? git.mustCommit(commit).tree : name
      if (!git.tree(oid)) throw notFound()
      // GitHub reads any value of `recursive` as a wish, "0" and "false" too.
      const rows = treeRows(call.world, repository, oid, '', call.query.recursive !== undefined)
      return {
        status: 200,
        body: {
          sha: oid,
          url: `${repositoryApiUrl(call.world, repository)}/git/trees/${oid}`,
          tree: rows.slice(0, MOST_TREE_ENTRIES),
          truncated: rows.length > MOST_TREE_ENTRIES,
        },
      }
    },
  },
]

/** Base64 as GitHub sends it: broken into lines of sixty characters. */
export function base64Lines(content: Buffer): string {
  return content.toString('base64').replace(/(.{60})/g, '$1\n')
}

function commitFor(call: Call, repository: Repository, name: string): Commit {
  const oid = resolveCommit(call.world, repository, name)
  if (oid === undefined) throw notFound()
  return call.world.git(repository).mustCommit(oid)
}

function commitJson(world: World, repository: Repository, commit: Commit): Json {
  const signature = (who: Commit['author']) => ({
    name: who.name,
    email: who.email,
    date: wholeSeconds(new Date(who.seconds * 1000)),
  })
  return {
    sha: commit.oid,
    node_id: nodeId('C', repository.id, commit.oid),
    commit: {
      author: signature(commit.author),
      committer: signature(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree },
    },
    url: `${repositoryApiUrl(world, repository)}/commits/${commit.oid}`,
    html_url: `${repositoryUrl(world, repository)}/commit/${commit.oid}`,
    parents: commit.parents.map((sha) => ({ sha })),
  }
}

function treeRows(
  world: World,
  repository: Repository,
  tree: string,
  prefix: string,
  recursive: boolean,
): Json[] {
  const git = world.git(repository)
  return (git.tree(tree) ?? []).flatMap(({ mode, name, oid }) => {
    const path = `${prefix}${name}`
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
    const row = { path, mode, type, sha: oid, ...(type === 'blob' ? { size: git.blob(oid)?.length } : {}) }
    return type === 'tree' && recursive ? [row, ...treeRows(world, repository, oid, `${path}/`, true)] : [row]
  })
}
