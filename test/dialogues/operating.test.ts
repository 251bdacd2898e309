import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../src/ops/open-log.ts'
import { numberIn } from '../ops/number-in.ts'
import { rfc } from '../rfc-text.ts'
import { said, stageForFile } from './stages.ts'

const FILE = 'rfcs/0001-billing.md'
const written: string[] = []
const { stage, scene, asked } = stageForFile({
  environment: { METRICS_PORT: '0' },
  log: openLog({ level: 'info', secrets: [], destination: { write: (line) => written.push(line) } }),
})

const scrape = async () => (await fetch(stage().server.metricsUrl ?? '')).text()
const read = async (series: string) => numberIn(await scrape(), `rfc_alignment_${series}`)

interface Line {
  readonly msg: string
  readonly visit?: string
  readonly delivery?: string
  readonly deliveries?: readonly string[]
}
const lines = () => written.map((line) => JSON.parse(line) as Line)

/** How GraphQL answers where it knows no such repository. */
const NOT_THERE = {
  type: 'NOT_FOUND',
  path: ['repository'],
  message: "Could not resolve to a Repository with the name 'acme/rfcs'.",
}

describe('the metrics', () => {
  it('count deliveries, evaluations and calls to GitHub, and report the remaining quota', async () => {
    const { github } = stage()
    github.quirks.reportsQuota = true
    const before = github.requests.length
    const accepted = (await read('deliveries_total{answer="202"}')) ?? 0
    const play = scene()
    await play.opens('author', { [FILE]: rfc(['ada']) })
    await play.says('ada', '/commit')
    expect(said(play)).toMatch(/^success/)
    const sent = github.deliveries.filter(({ statusCode }) => statusCode === 202).length
    expect(await read('deliveries_total{answer="202"}')).toBe(sent)
    expect(sent).toBeGreaterThan(accepted)
    const evaluations = 'visit_seconds_count{kind="pull-request",outcome="done"}'
    expect(await read(evaluations)).toBeGreaterThanOrEqual(2)
    const made = (wanted: (path: string, kind: string, method: string) => boolean) =>
      github.requests.filter(({ path, kind, method }) => wanted(path, kind, method)).length
    const counted = async (kind: string) =>
      (await read(`github_calls_total{kind="${kind}",answer="2xx"}`)) ?? 0
    expect(await counted('query')).toBe(made((path, kind) => path === '/graphql' && kind === 'read'))
    expect(await counted('check')).toBe(
      made((path, kind) => path.includes('/check-runs') && kind === 'write'),
    )
    expect(await counted('token')).toBe(made((path) => path.endsWith('/access_tokens')))
    expect(await counted('mutation')).toBe(made((path, kind) => path === '/graphql' && kind === 'write'))
    const ofInstallation = github.requests
      .slice(before)
      .filter(({ path }) => !/^\/(graphql|app|rate_limit|meta)\b|\/installation$/.test(path))
    expect(await read('github_quota_remaining{resource="core"}')).toBe(5000 - ofInstallation.length)
    expect(await read('queue_waiting{queue="visits"}')).toBe(0)
    expect(await read('queue_oldest_seconds{queue="deliveries"}')).toBe(0)
    expect(await read('database_up')).toBe(1)
    expect(await read('red_writes_owed')).toBe(0)
  })

  it('report the age of the oldest pending evaluation while GitHub does not answer', async () => {
    const { github } = stage()
    const play = scene()
    const answer = Promise.withResolvers<void>()
    const asks = asked(({ path }) => path === '/graphql')
    const stop = github.onRequest(() => answer.promise)
    const opened = play.opens('author', { [FILE]: rfc(['ada']) })
    await asks
    expect(await read('queue_waiting{queue="visits"}')).toBe(1)
    expect(await read('queue_oldest_seconds{queue="visits"}')).toBeGreaterThan(0)
    stop()
    answer.resolve()
    await opened
    expect(await read('queue_oldest_seconds{queue="visits"}')).toBe(0)
  })

  it('report a failure that could not be written until it is (TH-30)', async () => {
    const { github } = stage()
    const play = scene()
    await play.opens('author', { [FILE]: rfc(['ada']) })
    await play.says('ada', '/commit')
    expect(said(play)).toMatch(/^success/)
    const seen: unknown[] = []
    const stop = github.onRequest(async ({ path, kind }) => {
      if (!path.includes('/check-runs') || kind !== 'write') return
      if (seen.length === 0) {
        seen.push('refused')
        return { answer: { status: 502 } }
      }
      // The second attempt: still owed, and older than nothing.
      seen.push(await read('red_writes_owed'), await read('red_write_oldest_seconds'))
      return
    })
    await play.says('ada', '/withdraw')
    stop()
    expect(seen.slice(0, 2)).toEqual(['refused', 1])
    expect(seen[2]).toBeGreaterThan(0)
    expect(said(play)).toMatch(/^action_required/)
    expect(await read('red_writes_owed')).toBe(0)
    expect(await read('github_calls_total{kind="check",answer="5xx"}')).toBe(1)
  })

  it('report an evaluation that exceeded its attempts', async () => {
    const { github } = stage()
    const play = scene()
    const before = (await read('given_up_total{what="visit"}')) ?? 0
    let asks = 0
    // At every try GitHub does not show what its webhook told; what cannot be read at all is never given up.
    const unshown = { data: { repository: null }, errors: [NOT_THERE] }
    const stop = github.onRequest(({ operation }) =>
      operation === 'PullRequest' && ++asks <= 8 ? { answer: { status: 200, body: unshown } } : undefined,
    )
    await play.opens('author', { [FILE]: rfc(['ada']) }).finally(stop)
    expect(await read('given_up_total{what="visit"}')).toBe(before + 1)
  })

  it('count rejected deliveries, which are not stored', async () => {
    const { webhookUrl } = stage().server
    const waited = await read('queue_waiting{queue="deliveries"}')
    const posts = [
      [401, {}, '{}'],
      [413, {}, Buffer.alloc(27 * 1024 * 1024)],
      [415, { 'content-type': 'text/plain' }, '{}'],
    ] as const
    for (const [status, headers, body] of posts) {
      const before = (await read(`deliveries_total{answer="${status}"}`)) ?? 0
      const answered = await fetch(webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      expect(answered.status).toBe(status)
      expect(await read(`deliveries_total{answer="${status}"}`)).toBe(before + 1)
    }
    expect(await read('queue_waiting{queue="deliveries"}')).toBe(waited)
  })

  it('have their own port, and contain no names (TH-156)', async () => {
    const { server, github } = stage()
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
    expect((await fetch(new URL('/', server.metricsUrl ?? ''))).status).toBe(404)
    expect((await fetch(server.metricsUrl ?? '', { method: 'POST' })).status).toBe(404)
    const text = await scrape()
    for (const name of ['acme', 'ada', 'author', 'billing', ...github.deliveries.map(({ guid }) => guid)]) {
      expect(text).not.toContain(name)
    }
    // Nor does a series come with what strangers send.
    await fetch(server.webhookUrl, { method: 'POST', headers: { 'x-github-event': 'canary-event' } })
    expect(await scrape()).not.toContain('canary-event')
  })
})

describe('the probe endpoints', () => {
  it('report liveness and readiness, uncached', async () => {
    const { url } = stage().server
    for (const [path, text] of [
      ['/healthz', 'ok\n'],
      ['/readyz', 'ready\n'],
    ]) {
      const page = await fetch(`${url}${path}`)
      expect([page.status, await page.text(), page.headers.get('cache-control')]).toEqual([
        200,
        text,
        'no-store',
      ])
    }
    expect((await fetch(`${url}/readyz`, { method: 'HEAD' })).status).toBe(200)
  })

  it.each(['/probot', '/probot/setup', '/probot/import', '/probot/success', '/ping', '/metrics', '/.env'])(
    'include none from a library: %s is not found (TH-152)',
    async (path) => {
      for (const method of ['GET', 'POST', 'PUT']) {
        const answered = await fetch(`${stage().server.url}${path}`, { method })
        expect([answered.status, await answered.text()]).toEqual([404, 'Not found.\n'])
      }
    },
  )
})

describe('the log', () => {
  it('has pull request and delivery on every line of an evaluation', async () => {
    const { github } = stage()
    const play = scene()
    written.length = 0
    await play.opens('author', { [FILE]: rfc(['ada']) })
    await play.says('ada', '/comit')
    const name = `acme/${play.repository.name}#${play.pull().number}`
    const visited = lines().filter(({ msg }) => msg === 'evaluated')
    expect(visited.length).toBeGreaterThanOrEqual(2)
    expect(visited.every(({ visit }) => visit === name)).toBe(true)
    const comment = github.deliveries.find(
      ({ event, body }) => event === 'issue_comment' && body.includes('/comit'),
    )
    expect(visited.flatMap(({ deliveries }) => deliveries)).toContain(comment?.guid)
    // And there is no line that is about nothing.
    expect(lines().filter(({ visit, delivery }) => !visit && !delivery)).toEqual([])
  })

  it('has them when an evaluation fails, a text is too complex, or GitHub rejects a request', async () => {
    const { github } = stage()
    const play = scene()
    await play.opens('author', { [FILE]: rfc(['ada']) })
    written.length = 0
    let broken = 0
    const stop = github.onRequest(({ operation, path }) => {
      if (operation === 'PullRequest' && broken++ === 0) {
        return { answer: { status: 500, body: { message: 'Server Error' } } }
      }
      if (path.endsWith('/comments')) return { answer: { status: 403, body: { message: 'not for you' } } }
      return undefined
    })
    await play.says('ada', `/commit for now\n\n${'*a_ '.repeat(15_000)}`)
    stop()
    const name = `acme/${play.repository.name}#${play.pull().number}`
    const failed = lines().find(({ msg }) => msg.startsWith('evaluation failed'))
    expect(failed).toMatchObject({ visit: name })
    expect(failed?.deliveries).toHaveLength(1)
    const about = lines().filter(({ msg }) =>
      /GitHub rejected a write|too long to parse|ended while parsing/.test(msg),
    )
    expect(about.length).toBeGreaterThan(0)
    for (const line of about) expect(line).toMatchObject({ visit: name, deliveries: failed?.deliveries })
  })

  it('names a delivery that is ignored or rejected', async () => {
    written.length = 0
    const body = '{"zen":"Keep it logically awesome."}'
    const secret = stage().environment.WEBHOOK_SECRET as string
    const post = (id: string, signature: string) =>
      fetch(stage().server.webhookUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-delivery': id,
          'x-github-event': 'ping',
          'x-hub-signature-256': signature,
        },
        body,
      })
    await post('d-ignored', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
    await post('d-refused', 'sha256=nothing')
    await post(`d-odd ${'x'.repeat(9000)}`, 'sha256=nothing')
    await stage().server.idle()
    const told = lines().map(({ msg, delivery }) => `${msg}: ${delivery}`)
    expect(told.toSorted()).toEqual([
      'ignored: d-ignored',
      'rejected a delivery: d-refused',
      'rejected a delivery: null',
    ])
  })
})
