import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openLog } from '../../src/ops/open-log.ts'
import { openScene, type Scene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { rfc } from '../rfc-text.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'
import { type Fault, openRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { said } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const ENTRY = new URL('../../src/main.ts', import.meta.url).pathname

// Nothing is told to the log of which secrets there are: it must not need to know.
const written: string[] = []
const log = openLog({ level: 'trace', secrets: [], destination: { write: (line) => written.push(line) } })
const password = `canary-${randomBytes(12).toString('hex')}`

let postgres: TestPostgres
let databaseUrl: string
let proxy: RecordingProxy
let stage: Stage
let play: Scene

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...said) => void written.push(said.map(inFull).join(' ')))
  }
  postgres = await startPostgres()
  const client = new pg.Client(postgres.url)
  await client.connect()
  await client.query(`create role canary login superuser password '${password}'`)
  await client.end()
  databaseUrl = postgres.url.replace('postgres:password@', `canary:${password}@`)
  proxy = await openRecordingProxy()
  stage = await openStage({
    log,
    databaseUrl,
    environment: { GHE_HOST: proxy.host, METRICS_PORT: '0' },
    server: { backoffSeconds: () => 0 },
  })
  proxy.forwardTo(stage.github.host)
  play = openScene(stage, 'canaries')
  await play.opens('author', { [FILE]: rfc(['ada']) })
})

afterAll(async () => {
  vi.restoreAllMocks()
  await stage?.close()
  await proxy?.close()
  await postgres?.stop()
})

/** As Node prints what was thrown and nobody caught. */
function inFull(value: unknown): string {
  return value instanceof Error ? `${value.stack} ${JSON.stringify(value, null, 2)}` : String(value)
}

/** Every secret there is, each in pieces, for half of one is too much as well. */
function canaries(): readonly string[] {
  const { WEBHOOK_SECRET, PRIVATE_KEY } = stage.environment
  const key = String(PRIVATE_KEY).split('\n')
  return [
    password,
    String(WEBHOOK_SECRET),
    ...key.filter((line) => line.length > 16 && !line.startsWith('-----')),
    // Of a token or a JWT the end is what nobody can guess.
    ...[...proxy.credentials].map((credential) => credential.slice(-24)),
  ]
}

/** What anybody can read of the server: its log, its pages, its metrics. */
async function readable(): Promise<string> {
  const { url, metricsUrl } = stage.server
  const pages = [`${url}/healthz`, `${url}/readyz`, `${url}/nothing`, metricsUrl ?? '']
  const texts = await Promise.all(pages.map(async (page) => (await fetch(page)).text()))
  return [...written, ...texts].join('\n')
}

function expectNoCanaryIn(text: string): void {
  for (const canary of canaries())
    expect(text.includes(canary), `…${canary.slice(0, 6)}… is told`).toBe(false)
}

const echo =
  (status: number, headers: Readonly<Record<string, string>> = {}): Fault =>
  ({ authorization }, response) => {
    const said = `You sent authorization ${authorization} and that is wrong`
    response.writeHead(status, {
      'content-type': 'application/json',
      date: new Date().toUTCString(),
      ...headers,
    })
    response.end(JSON.stringify({ message: said, errors: [{ message: said, field: authorization }] }))
  }

const FAULTS: Readonly<Record<string, Fault>> = {
  'says 401 and repeats the token': echo(401),
  'says 403 and repeats the token': echo(403),
  'says 404 and repeats the token': echo(404),
  'says 422 and repeats the token': echo(422),
  'says 429 and repeats the token': echo(429, { 'retry-after': '1' }),
  'says 500 and repeats the token': echo(500),
  'answers 200 with errors that repeat the token': echo(200),
  'has a proxy that shows the request': ({ authorization }, response) => {
    response.writeHead(502, { 'content-type': 'text/html' })
    response.end(`<html><pre>GET / HTTP/1.1\nauthorization: ${authorization}\n</pre></html>`)
  },
  'breaks off in the middle of the token': ({ authorization }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`{"message":"${authorization}`)
  },
  'sends elsewhere, with the token in the address': ({ authorization }, response) => {
    const location = `http://localhost:9/?token=${encodeURIComponent(authorization)}`
    response.writeHead(301, { location }).end()
  },
  'sends to an address with a password': (_, response) => {
    response.writeHead(301, { location: `http://ops:${password}@localhost:9/` }).end()
  },
  'says nothing and hangs up': (_, response) => {
    response.destroy()
  },
  'gives the token away in a header': ({ authorization }, response) => {
    const headers = {
      'x-github-request-id': authorization,
      deprecation: authorization,
      sunset: authorization,
    }
    response.writeHead(500, { 'content-type': 'application/json', ...headers }).end('{}')
  },
}

const PLACES: Readonly<Record<string, (path: string) => boolean>> = {
  'a question': (path) => path.endsWith('/graphql'),
  'a new token': (path) => path.endsWith('/access_tokens'),
  'a check': (path) => path.includes('/check-runs'),
  'a comment': (path) => path.includes('/comments'),
}

describe('no secret is disclosed when GitHub', () => {
  for (const [name, fault] of Object.entries(FAULTS)) {
    it(`${name} (TH-153)`, async () => {
      const left = proxy.meet(fault, PLACES)
      // A token that GitHub does not take any more makes the App ask for a new one.
      stage.github.revokeTokens()
      await play.says('ada', play.check()?.conclusion === 'success' ? '/withdraw' : '/commit')
      expect(left()).toEqual([])
      expectNoCanaryIn(await readable())
      expectNoCanaryIn(proxy.bodies.join('\n'))
    })
  }

  it('recovers, and the check is right', async () => {
    await play.says('ada', '/commit')
    expect(said(play)).toMatch(/^success/)
    expect(written.length).toBeGreaterThan(100)
    expect(proxy.credentials.size).toBeGreaterThan(5)
  })
})

describe('no secret is disclosed', () => {
  it('to senders of invalid deliveries', async () => {
    const secret = stage.environment.WEBHOOK_SECRET as string
    const [credential] = [...proxy.credentials]
    const answers: string[] = []
    for (const headers of [
      { 'x-hub-signature-256': secret },
      { 'x-hub-signature-256': `sha256=${secret}` },
      { authorization: `token ${credential}`, cookie: secret },
      { 'content-type': secret },
    ]) {
      const all = { 'content-type': 'application/json', ...headers }
      const answered = await fetch(stage.server.webhookUrl, { method: 'POST', headers: all, body: secret })
      expect(answered.status).toBeGreaterThanOrEqual(400)
      answers.push(await answered.text(), JSON.stringify([...answered.headers]))
    }
    expectNoCanaryIn(answers.join('\n'))
  })

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['the database refuses the password', () => ({ DATABASE_URL: `${databaseUrl}-no` }), /could not start/],
    [
      'the database is not there',
      () => ({ DATABASE_URL: `postgres://canary:${password}@[::bad]:9/rfc` }),
      /could not start/,
    ],
    [
      'nothing stands where it should',
      () => ({
        APP_ID: stage.environment.WEBHOOK_SECRET as string,
        PRIVATE_KEY: '',
        PRIVATE_KEY_PATH: stage.environment.PRIVATE_KEY as string,
        WEBHOOK_SECRET: password,
        DATABASE_URL: `mysql://canary:${password}@127.0.0.1/rfc`,
        GHE_HOST: `https://ops:${password}@ghe.example.com`,
        LOG_LEVEL: stage.environment.WEBHOOK_SECRET as string,
      }),
      /^APP_ID[\s\S]*PRIVATE_KEY_PATH[\s\S]*WEBHOOK_SECRET[\s\S]*GHE_HOST[\s\S]*DATABASE_URL[\s\S]*LOG_LEVEL/,
    ],
    [
      'the key is no key',
      () => ({ PRIVATE_KEY: `${password}\n${stage.environment.PRIVATE_KEY?.slice(30)}` }),
      /PRIVATE_KEY/,
    ],
  ])('when the server cannot start because %s', async (_, environment, reason) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [ENTRY], {
      env: { ...process.env, ...stage.environment, LOG_LEVEL: 'trace', ...environment() },
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`).toMatch(reason)
    expect(status).toBe(1)
    expectNoCanaryIn(`${stdout}${stderr}`)
  })

  it('while the database is down: deliveries are rejected, the pages say so, and the log says why', async () => {
    await postgres.stop()
    const { github, server } = stage
    github.comment(play.pull(), 'ada', '/commit')
    await github.idle()
    expect(github.deliveries.at(-1)?.statusCode).toBe(503)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const text = await readable()
    expect(text).toContain('rfc_alignment_database_up 0')
    expect(text).toContain('could not store a delivery')
    expectNoCanaryIn(text)
  })
})
