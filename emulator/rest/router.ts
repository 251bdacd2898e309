import { type Access, type Gate, type InstallationAccess, permits, reaches } from '../access.ts'
import { notFound, Rejection } from '../rejection.ts'
import type { Quota } from '../quota.ts'
import { watchReads } from '../unread.ts'
import type { Deliveries } from '../webhooks/deliveries.ts'
import { pullByNumber, repositoryByName } from '../world/find.ts'
import { atLeast, roleOf } from '../world/permission.ts'
import type { Account, PullRequest, Repository, Role } from '../world/state.ts'
import type { World } from '../world/world.ts'

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What a handler gets to see of a request. */
export interface Call {
  readonly world: World
  readonly gate: Gate
  readonly quota: Quota
  readonly deliveries: Deliveries
  readonly access: Access
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  readonly accept: string
  /** Path and query, for links to further pages. */
  readonly url: string
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT'
  readonly path: string
  readonly handle: (call: Call) => Answer | Promise<Answer>
}

/** The route for a request with the parameters of its path; undefined for what this GitHub does not know. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly parameters: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue
    const match = pattern(route.path).exec(path)
    if (!match) continue
    const parameters = Object.entries(match.groups ?? {}).map(([key, value]) => [
      key,
      decodeURIComponent(value),
    ])
    return { route, parameters: Object.fromEntries(parameters) }
  }
  return undefined
}

/** Runs a route; options of the query or body that the handler never looked at are given to `unknown`. */
export async function runRoute(route: Route, call: Call, unknown: (what: string) => void): Promise<Answer> {
  const query = watchReads(call.query)
  const body = watchReads(call.body)
  const answer = await route.handle({ ...call, query: query.seen, body: body.seen })
  if (answer.status < 300) {
    for (const key of query.unread()) unknown(`${route.method} ${route.path} with the parameter "${key}"`)
    for (const key of body.unread()) unknown(`${route.method} ${route.path} with "${key}" in the body`)
  }
  return answer
}

const patterns = new Map<string, RegExp>()

/** `:name` stands for one segment, `*name` for the rest of the path. */
function pattern(path: string): RegExp {
  const known = patterns.get(path)
  if (known) return known
  const source = path
    .replace(/\./g, '\\.')
    .replace(/:(\w+)/g, '(?<$1>[^/]+)')
    .replace(/\*(\w+)/g, '(?<$1>.*)')
  const made = new RegExp(`^${source}$`)
  patterns.set(path, made)
  return made
}

/** Asks for the App's own JWT; an installation's token will not do (GH-104). */
export function asApp(call: Call): void {
  if (call.access.kind !== 'app') throw new Rejection(401, 'A JSON web token could not be decoded')
}

/** Asks for an installation's token; a person's is rejected, although GitHub would often take it. */
export function asInstallation(call: Call): InstallationAccess {
  if (call.access.kind === 'user') throw new Rejection(403, 'Resource not accessible by integration')
  if (call.access.kind !== 'installation') {
    throw new Rejection(
      403,
      'You must authenticate with an installation access token in order to use this endpoint.',
    )
  }
  return call.access
}

/** The repository of the path, if the token may do this there: 404 for what it cannot see, 403 for what it may not do. */
export function repositoryFor(
  call: Call,
  permission: string,
  level: 'read' | 'write' = 'read',
): { readonly repository: Repository; readonly access: InstallationAccess } {
  const access = asInstallation(call)
  const { owner = '', repo = '' } = call.parameters
  const repository = repositoryByName(call.world.state, owner, repo)
  if (!repository || (repository.visibility !== 'public' && !reaches(access, repository))) throw notFound()
  if (!permits(access, repository, permission, level)) {
    throw new Rejection(403, 'Resource not accessible by integration')
  }
  return { repository, access }
}

/**
 * The repository of the path and the account that acts in it: of an installation the App's, if its token may do this
 * there; a person with a token of their own, if their role allows it.
 */
export function actingIn(
  call: Call,
  permission: string,
  /** `comment`: what everybody may do who can read, and an App that may write. */
  needed: Role | 'comment',
): { readonly repository: Repository; readonly actor: Account; readonly viaAppId: number | null } {
  const { world, access } = call
  if (access.kind !== 'person') {
    const level = needed === 'read' ? 'read' : 'write'
    const { repository, access: installed } = repositoryFor(call, permission, level)
    return { repository, actor: botOf(call, installed), viaAppId: installed.installation.appId }
  }
  const { owner = '', repo = '' } = call.parameters
  const repository = repositoryByName(world.state, owner, repo)
  const actor = world.state.accounts.get(access.accountId)
  const has = repository && actor ? roleOf(world.state, repository, actor.id) : 'none'
  if (!repository || !actor || has === 'none') throw notFound()
  if (!atLeast(has, needed === 'comment' ? 'read' : needed))
    throw new Rejection(403, 'Must have write access to repository')
  return { repository, actor, viaAppId: null }
}

/** The pull request of the path in a repository. */
export function pullFor(call: Call, repository: Repository): PullRequest {
  const pull = pullByNumber(call.world.state, repository, Number(call.parameters.number))
  if (!pull) throw notFound()
  return pull
}

/** The account an App writes as. */
export function botOf(call: Call, access: InstallationAccess): Account {
  const app = call.world.state.apps.get(access.installation.appId)
  const bot = app && call.world.state.accounts.get(app.botId)
  if (!bot) throw new Error(`The local GitHub has no bot for App ${access.installation.appId}`)
  return bot
}

/** Links name a repository by its id, whatever it was asked for by (GH-197). */
function pathById({ world, parameters }: Call, path: string): string {
  const { owner, repo } = parameters
  const repository = owner && repo ? repositoryByName(world.state, owner, repo) : undefined
  return repository ? path.replace(/\/repos\/[^/]+\/[^/]+/, `/repositories/${repository.id}`) : path
}

/** One page of a list, with the `Link` header that leads to the others. */
export function page<T>(
  call: Call,
  items: readonly T[],
  show: (item: T) => unknown,
  wrap: (shown: unknown[]) => unknown = (shown) => shown,
): Answer {
  const perPage = Math.min(100, Math.max(1, Number(call.query.per_page ?? 30) || 30))
  const number = Math.max(1, Number(call.query.page ?? 1) || 1)
  const last = Math.max(1, Math.ceil(items.length / perPage))
  const shown = items.slice((number - 1) * perPage, number * perPage).map(show)
  const links: string[] = []
  const link = (to: number, rel: string) => {
    const url = new URL(call.url, call.world.origin())
    url.pathname = pathById(call, url.pathname)
    url.searchParams.set('page', String(to))
    links.push(`<${url.href}>; rel="${rel}"`)
  }
  if (number > 1) link(number - 1, 'prev')
  if (number < last) {
    link(number + 1, 'next')
    link(last, 'last')
  }
  if (number > 1) link(1, 'first')
  return {
    status: 200,
    body: wrap(shown),
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  }
}
