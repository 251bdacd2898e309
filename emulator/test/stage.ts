import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { onTestFinished } from 'vitest'
import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from '../local-github.ts'

export const APP_ID = 4711
export const SECRET = 'a secret of more than thirty-two bytes'

export const CLIENT_ID = 'Iv23liXqW0example0id'
export const CLIENT_SECRET = '0123456789abcdef0123456789abcdef01234567'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const PRIVATE_KEY = privateKey.export({ type: 'pkcs1', format: 'pem' }) as string

/** Where the repository of `aPullRequest` is. */
export const PLACE = { owner: 'acme', repo: 'rfcs' }

/** A GitHub for one test, closed when it ends; everything asked for must be known to it, unless `strict` is false. */
export async function aGitHub(
  options: Partial<LocalGitHubOptions> & { strict?: boolean } = {},
): Promise<LocalGitHub> {
  const { strict = true, ...rest } = options
  const github = await startLocalGitHub({
    app: {
      id: APP_ID,
      slug: 'rfc-alignment',
      privateKey: PRIVATE_KEY,
      webhookSecret: SECRET,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
    },
    ...rest,
  })
  onTestFinished(async () => {
    await github.close()
    if (strict && github.unknownRequests.length > 0) throw new Error(github.unknownRequests.join('\n'))
  })
  return github
}

/** Three people, a repository with an RFC on a branch, and a pull request for it. */
export async function aPullRequest(options: Parameters<typeof aGitHub>[0] = {}) {
  const github = await aGitHub(options)
  for (const login of ['ada', 'linus', 'grace', 'mallory']) github.createUser(login)
  github.createOrganization('acme', { owners: ['ada'], members: ['linus', 'grace'] })
  const repository = github.createRepository({
    owner: 'acme',
    name: 'rfcs',
    collaborators: { linus: 'write', mallory: 'write' },
  })
  github.push(repository, 'billing', { 'rfcs/0001-billing.md': '# Billing\n' }, { by: 'linus' })
  const pull = github.openPullRequest(repository, {
    author: 'linus',
    head: 'billing',
    title: 'Bill from events',
  })
  return { github, repository, pull }
}

/** The App's own client: of its only installation, or with its JWT. */
export function client(github: LocalGitHub, as: 'installation' | 'app' = 'installation'): Octokit {
  const [installation] = github.world.state.installations.values()
  return new Octokit({
    baseUrl: `${github.origin}/api/v3`,
    authStrategy: createAppAuth,
    auth: {
      appId: APP_ID,
      privateKey: PRIVATE_KEY,
      ...(as === 'installation' ? { installationId: installation?.id } : {}),
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every shape
export type Payload = Record<string, any>

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly payload: Payload
}

/** A place that webhooks are sent to, which keeps them; `answer` is the status it gives. */
export async function aReceiver(github: LocalGitHub, answer: { status: number } = { status: 202 }) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    received.push({ headers: request.headers, body, payload: JSON.parse(body) as Payload })
    response.writeHead(answer.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  github.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`)
  return received
}

/** What was received, in short: `event.action`. */
export function names(received: readonly Received[]): string[] {
  return received.map(({ headers, payload }) =>
    [headers['x-github-event'], payload.action].filter(Boolean).join('.'),
  )
}
