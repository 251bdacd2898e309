import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Access, Gate } from './access.ts'
import { parseGraphql, runGraphql } from './graphql/execute.ts'
import type { SignIn } from './oauth/sign-in.ts'
import { answerSignIn, formOf, SIGN_IN } from './oauth/web.ts'
import { Refusal } from './refusal.ts'
import type { Interference, LoggedRequest, RequestHook, SeenRequest } from './requests.ts'
import { pathByName, redirectMoved } from './rest/moved.ts'
import { type Answer, findRoute, runRoute } from './rest/router.ts'
import { routes } from './rest/routes.ts'
import type { Deliveries } from './webhooks/deliveries.ts'
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
}

/** Serves REST, GraphQL and sign-in over HTTP as GitHub Enterprise Server does; resolves once it listens. */
export async function serve(options: HttpOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      // A fault of the playground itself: the test must see it, not a plausible 500.
      options.unknown(`${request.method} ${request.url} failed inside the local GitHub: ${stackOf(error)}`)
      send(options, response, { status: 500, body: { message: String(error) } })
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
  let result: Answer = interference.answer ?? (await refusable(work.run))
  if (interference.alter) {
    result = { ...result, ...interference.alter({ status: result.status, body: result.body }) }
  }
  if (interference.drop === 'after') return void request.socket.destroy()
  logged.status = result.status
  send(options, response, result)
}

/** What every hook wishes, the later ones over the earlier. */
async function consult(hooks: ReadonlySet<RequestHook>, seen: SeenRequest): Promise<Interference> {
  let wishes: Interference = {}
  for (const hook of hooks) wishes = { ...wishes, ...(await hook(seen)) }
  return wishes
}

/** A refusal is an answer; anything else that is thrown is a fault of the playground. */
async function refusable(run: Work['run']): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, message, errors } = error
    return {
      status,
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
  return {
    seen: { method, path: `${path}${url.search}`, kind, body },
    run() {
      if (!found) {
        options.unknown(`${method} ${path}`)
        throw new Refusal(404, 'Not Found')
      }
      if (body === undefined) throw new Refusal(400, 'Problems parsing JSON')
      // GitHub tells anybody where its webhooks come from.
      const who: Access = path === '/meta' ? { kind: 'app' } : access()
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
}

function planSignIn(options: HttpOptions, request: IncomingMessage, url: URL, raw: string): Work {
  const method = request.method ?? 'GET'
  const form = formOf(raw, request.headers['content-type'] ?? '')
  const { accept = '' } = request.headers
  return {
    seen: { method, path: `${url.pathname}${url.search}`, kind: 'token', body: form },
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
  return {
    seen: {
      method: 'POST',
      path: '/graphql',
      kind: isMutation ? 'write' : 'read',
      ...(name === undefined ? {} : { operation: name }),
      body: asked,
    },
    async run() {
      const who = access()
      if (who.kind !== 'installation' && who.kind !== 'user') {
        throw new Refusal(403, 'You must authenticate with an installation access token')
      }
      const world = isMutation ? options.truth : options.readable()
      return {
        status: 200,
        body: await runGraphql(asked, document, { world, access: who, unknown: options.unknown }),
      }
    },
  }
}

function send(options: HttpOptions, response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.headersSent || response.destroyed) return
  const now = options.truth.clock.now()
  const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body)
  response.writeHead(status, {
    // The App must take GitHub's word for the time, not its own host's.
    date: now.toUTCString(),
    server: 'github.com',
    'x-github-request-id': randomUUID().slice(0, 23).toUpperCase(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-enterprise-version': options.truth.quirks.serverVersion,
    ...(options.truth.quirks.tellsLimits && limits(now)),
    ...(bytes === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  })
  response.end(bytes)
}

/** Nobody is held back here: a test that wants a limit to be reached answers so by a hook. */
function limits(now: Date): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-used': '1',
    'x-ratelimit-reset': String(Math.floor(now.getTime() / 1000) + 3600),
    'x-ratelimit-resource': 'core',
  }
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
