import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Access, Gate } from './access.ts'
import { priceOf } from './graphql/cost.ts'
import { parseGraphql, runGraphql } from './graphql/execute.ts'
import type { SignIn } from './oauth/sign-in.ts'
import { answerSignIn, formOf, SIGN_IN } from './oauth/web.ts'
import { headersOf, nameOf, type Quota, type Resource, type Standing } from './quota.ts'
import { Rejection } from './rejection.ts'
import type { Interference, LoggedRequest, RequestHook, SeenRequest } from './requests.ts'
import { pathByName, redirectMoved } from './rest/moved.ts'
import { type Answer, findRoute, runRoute } from './rest/router.ts'
import { routes } from './rest/routes.ts'
import type { Deliveries } from './webhooks/deliveries.ts'
import type { Quirks } from './world/quirks.ts'
import { seesThroughApp } from './world/sight.ts'
import type { World } from './world/world.ts'

const REST = '/api/v3'
const GRAPHQL = '/api/graphql'
const DOCUMENTATION = 'https://docs.github.com/rest'

export interface HttpOptions {
  readonly port: number
  readonly gate: Gate
  readonly deliveries: Deliveries
  readonly signIn: SignIn
  readonly quota: Quota
  readonly truth: World
  /** The copy that reads are answered from: the truth, unless a replica lags. */
  readonly readable: () => World
  readonly requests: LoggedRequest[]
  readonly hooks: ReadonlySet<RequestHook>
  readonly unknown: (what: string) => void
}

/** A request understood but not carried out yet: hooks look at it in between. */
interface Work {
  readonly seen: Omit<SeenRequest, 'at'>
  readonly run: () => Promise<Answer> | Answer
  /** The quota it counts towards. */
  readonly resource: Resource
  /** How that stands once the request was carried out. */
  standing?: Standing
}

/** Serves REST, GraphQL and sign-in over HTTP as GitHub Enterprise Server does; resolves once it listens. */
export async function serve(options: HttpOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      // A fault of the playground itself: the test must see it, not a plausible 500.
      options.unknown(`${request.method} ${request.url} failed inside the local GitHub: ${stackOf(error)}`)
      const standing = options.quota.look(undefined, 'core')
      send(options, response, { status: 500, body: { message: String(error) } }, standing)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function answer(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const work = plan(options, request, await bodyOf(request))
  const seen: SeenRequest = { ...work.seen, at: options.truth.clock.iso() }
  const { body, ...line } = seen
  const logged: LoggedRequest = { ...line, status: 0 }
  options.requests.push(logged)
  const interference = await consult(options.hooks, seen)
  if (interference.delay) await wait(interference.delay)
  if (interference.drop === 'before') return void request.socket.destroy()
  let result: Answer = interference.answer ?? (await orRejection(work.run))
  if (interference.alter) {
    result = { ...result, ...interference.alter({ status: result.status, body: result.body }) }
  }
  if (interference.drop === 'after') return void request.socket.destroy()
  logged.status = result.status
  send(options, response, result, work.standing ?? options.quota.look(undefined, work.resource))
}

/** What every hook wishes, the later ones over the earlier. */
async function consult(hooks: ReadonlySet<RequestHook>, seen: SeenRequest): Promise<Interference> {
  let wishes: Interference = {}
  for (const hook of hooks) wishes = { ...wishes, ...(await hook(seen)) }
  return wishes
}

/** A rejection is an answer; anything else that is thrown is a fault of the playground. */
async function orRejection(run: Work['run']): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    const { status, message, errors, headers } = error
    return {
      status,
      headers,
      body: {
        message,
        ...(errors ? { errors } : {}),
        documentation_url: DOCUMENTATION,
        status: String(status),
      },
    }
  }
}

function plan(options: HttpOptions, request: IncomingMessage, raw: string): Work {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const method = request.method ?? 'GET'
  const access = () => options.gate.recognise(options.truth, request.headers.authorization)
  if (url.pathname === GRAPHQL && method === 'POST') return planGraphql(options, raw, access)
  if (url.pathname.startsWith(SIGN_IN)) return planSignIn(options, request, url, raw)
  const isRest = url.pathname.startsWith(`${REST}/`)
  const path = isRest ? pathByName(options.truth, url.pathname.slice(REST.length)) : url.pathname
  const found = isRest ? findRoute(routes, method, path) : undefined
  const isToken = path.endsWith('/access_tokens') || path.startsWith('/applications/')
  const kind = method === 'GET' || method === 'HEAD' ? 'read' : isToken ? 'token' : 'write'
  const body = parsed(raw)
  const work: Work = {
    seen: { method, path: `${path}${url.search}`, kind, body },
    resource: 'core',
    run() {
      const version = request.headers['x-github-api-version']
      if (version !== undefined && !options.truth.quirks.apiVersions.includes(String(version))) {
        return unknownVersion(String(version), options.truth.quirks)
      }
      if (!found) {
        options.unknown(`${method} ${path}`)
        throw new Rejection(404, 'Not Found')
      }
      if (body === undefined) throw new Rejection(400, 'Problems parsing JSON')
      // GitHub shows anybody where its webhooks come from.
      const who: Access = path === '/meta' ? { kind: 'app' } : access()
      work.standing = charge(options, who, 'core', path === '/rate_limit' ? 0 : 1)
      if (work.standing.isExceeded) throw usedUp(who)
      if (isContent(method, path, options.truth.quirks)) options.quota.countContent(who)
      const moved = redirectMoved(
        options.truth,
        method,
        `${path}${url.search}`,
        (repository) => who.kind !== 'user' || seesThroughApp(options.truth, who.accountId, repository),
      )
      if (moved) return moved
      return runRoute(
        found.route,
        {
          world: kind === 'read' ? options.readable() : options.truth,
          gate: options.gate,
          quota: options.quota,
          deliveries: options.deliveries,
          access: who,
          parameters: found.parameters,
          query: Object.fromEntries(url.searchParams),
          body,
          accept: request.headers.accept ?? '',
          url: request.url ?? '/',
        },
        options.unknown,
      )
    },
  }
  return work
}

/** A version that the server does not know is rejected before anything is done, in words that are no JSON (GH-177). */
function unknownVersion(version: string, { apiVersions }: Quirks): Answer {
  const text =
    `Bad Request: The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a ` +
    `supported version. Supported versions are: ${apiVersions.join(', ')}.`
  return { status: 400, body: Buffer.from(text), headers: { 'content-type': 'text/plain; charset=utf-8' } }
}

/** Where there is a quota, a request takes its points. How much the App itself may ask for is not documented. */
function charge({ truth, quota }: HttpOptions, who: Access, resource: Resource, points: number): Standing {
  const isCounted = truth.quirks.reportsQuota && who.kind !== 'app' && who.kind !== 'client'
  return quota.take(who, resource, isCounted ? points : 0)
}

function usedUp(who: Access): Rejection {
  return new Rejection(
    403,
    `API rate limit exceeded for ${nameOf(who)}. If you reach out to GitHub Support for help, please include the ` +
      'request ID and timestamp.',
  )
}

/** What GitHub counts as content: what people would be notified of (GH-156), and perhaps checks (GH-58). */
function isContent(method: string, path: string, { checksAreContent }: Quirks): boolean {
  if (method !== 'POST' && method !== 'PATCH') return false
  return (
    /\/(comments|reviews|requested_reviewers)(\/\d+)?$/.test(path) ||
    (checksAreContent && /\/check-runs(\/\d+)?$/.test(path))
  )
}

function planSignIn(options: HttpOptions, request: IncomingMessage, url: URL, raw: string): Work {
  const method = request.method ?? 'GET'
  const form = formOf(raw, request.headers['content-type'] ?? '')
  const { accept = '' } = request.headers
  return {
    seen: { method, path: `${url.pathname}${url.search}`, kind: 'token', body: form },
    resource: 'core',
    run: () => answerSignIn(options.signIn, { method, url, form, accept }, options.unknown),
  }
}

function planGraphql(options: HttpOptions, raw: string, access: () => Access): Work {
  const { query, variables, operationName } = parsed(raw) ?? {}
  const asked = {
    query: typeof query === 'string' ? query : '',
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' ? operationName : undefined,
  }
  const document = parseGraphql(asked)
  const isMutation = 'operation' in document && document.operation.operation === 'mutation'
  const name = 'operation' in document ? document.operation.name?.value : undefined
  const work: Work = {
    seen: {
      method: 'POST',
      path: '/graphql',
      kind: isMutation ? 'write' : 'read',
      ...(name === undefined ? {} : { operation: name }),
      body: asked,
    },
    resource: 'graphql',
    async run() {
      const who = access()
      if (who.kind !== 'installation' && who.kind !== 'user' && who.kind !== 'person') {
        throw new Rejection(403, 'You must authenticate with an installation access token')
      }
      const world = isMutation ? options.truth : options.readable()
      const { cost, nodeCount } =
        'operation' in document
          ? priceOf(document.document, document.operation, asked.variables)
          : { cost: 1, nodeCount: 0 }
      const quota = charge(options, who, 'graphql', cost)
      work.standing = quota
      if (quota.isExceeded) return { status: 200, body: rateLimited(who) }
      if (nodeCount > (world.quirks.timesOutAbove ?? Infinity)) return timedOut(world.quirks)
      return {
        status: 200,
        body: await runGraphql(asked, document, { world, access: who, quota, unknown: options.unknown }),
      }
    },
  }
  return work
}

/** GraphQL reports a limit beside the data, with 200 (GH-155). */
function rateLimited(who: Access): unknown {
  return { errors: [{ type: 'RATE_LIMITED', message: `API rate limit exceeded for ${nameOf(who)}.` }] }
}

/** What comes of a query that takes longer than ten seconds (GH-40). */
function timedOut({ timeoutForm }: Quirks): Answer {
  if (timeoutForm === 'html') {
    return {
      status: 502,
      body: Buffer.from('<html><head><title>502 Bad Gateway</title></head><body>Unicorn!</body></html>'),
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }
  }
  const message =
    'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub ' +
    'bug. Please include `0000:0000:0000000:0000000:00000000` when reporting this issue.'
  return { status: 502, body: { data: null, errors: [{ message }] } }
}

function send(
  options: HttpOptions,
  response: ServerResponse,
  { status, body, headers }: Answer,
  standing: Standing,
): void {
  if (response.headersSent || response.destroyed) return
  const { clock, quirks } = options.truth
  const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body)
  response.writeHead(status, {
    // The App must take GitHub's word for the time, not its own host's.
    date: clock.now().toUTCString(),
    server: 'github.com',
    'x-github-request-id': randomUUID().slice(0, 23).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-enterprise-version': quirks.serverVersion,
    ...(quirks.reportsQuota && headersOf(standing)),
    ...(bytes === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  })
  response.end(bytes)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** A body as an object, an empty one where there is none; undefined when it is something else. */
function parsed(raw: string): Record<string, unknown> | undefined {
  if (raw === '') return {}
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // The caller answers that the JSON has problems, as GitHub does.
    return undefined
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
