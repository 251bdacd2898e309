import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createRequire } from 'node:module'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { whyItDisagrees } from '../../src/webhooks/payload-agreement.ts'
import type { NewDelivery } from '../../src/facts/delivery.ts'
import { createWebhookHandler, WEBHOOK_PATH } from '../../src/webhooks/receive.ts'
import { BodyBudget } from '../../src/webhooks/body-budget.ts'
import { serverOptions } from '../../src/webhooks/http-limits.ts'
import { isSigned } from '../../src/webhooks/signature.ts'

const secret = 'the-first-secret-with-enough-bytes-in-it'
const oldSecret = 'the-other-secret-with-enough-bytes-in-it'
const appId = 12

let server: Server
let port: number
let kept: NewDelivery[]
let accept: (delivery: NewDelivery) => Promise<void>

beforeEach(async () => {
  kept = []
  accept = async (delivery) => void kept.push(delivery)
  await listen()
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function listen(maxBytes?: number, options: object = serverOptions) {
  const front = createWebhookHandler({
    secrets: [secret, oldSecret],
    appId,
    whyIgnored: (event) => (event === 'check_run' ? 'of the App itself' : null),
    accept: (delivery) => accept(delivery),
    log: pino({ level: 'silent' }),
    ...(maxBytes !== undefined && { maxBytes }),
  })
  server = createServer(options, (incoming, response) => void front(incoming, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
}

async function listenAgain(maxBytes?: number, options?: object) {
  await new Promise((resolve) => server.close(resolve))
  await listen(maxBytes, options)
}

function sign(body: string | Buffer, by = secret): string {
  return `sha256=${createHmac('sha256', by).update(body).digest('hex')}`
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn()
}

const ping = JSON.stringify({ zen: 'Keep it logically awesome.' })

/** Posts a valid delivery with `headers` replaced; an undefined header is left out. */
async function post(
  body: string | Buffer,
  headers: Record<string, string | undefined> = {},
): Promise<number> {
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-github-event': 'ping',
    'x-github-hook-installation-target-type': 'integration',
    'x-github-hook-installation-target-id': String(appId),
    'x-hub-signature-256': sign(body),
    ...headers,
  }
  const outgoing = request({ port, host: '127.0.0.1', method: 'POST', path: WEBHOOK_PATH, agent: false })
  for (const [name, value] of Object.entries(all)) if (value !== undefined) outgoing.setHeader(name, value)
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response.statusCode ?? 0
}

test('answers 202 after storing a valid delivery', async () => {
  expect(await post(ping)).toBe(202)
  expect(kept).toEqual([
    {
      id: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      event: 'ping',
      body: ping,
      // Parsed once, for the first attempt.
      payload: { zen: 'Keep it logically awesome.' },
    },
  ])
})

test('answers 202 for what asks for nothing, and stores nothing', async () => {
  const run = JSON.stringify({ check_run: { id: 1 }, repository: { id: 2 } })
  expect(await post(run, { 'x-github-event': 'check_run' })).toBe(202)
  expect(kept).toEqual([])
  expect(await post(run, { 'x-github-event': 'check_run', 'x-hub-signature-256': sign(ping) })).toBe(401)
})

test('does not answer before the delivery is stored', async () => {
  const keeping = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  accept = () => {
    keeping.resolve()
    return mayEnd.promise
  }
  let status: number | undefined
  const posted = post(ping).then((answered) => {
    status = answered
  })
  await keeping.promise
  expect(status).toBeUndefined()
  mayEnd.resolve()
  await posted
  expect(status).toBe(202)
})

test('answers 503 when the delivery could not be stored', async () => {
  accept = async () => {
    throw new Error('the database is down')
  }
  expect(await post(ping)).toBe(503)
})

describe('the signature', () => {
  test("is accepted in GitHub's own example (GH-109)", () => {
    const body = Buffer.from('Hello, World!')
    const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    expect(isSigned(body, header, ["It's a Secret to Everybody"])).toBe(true)
    expect(isSigned(body, header, ["It's a Secret to Nobody"])).toBe(false)
  })

  test('may use either secret during a rotation', async () => {
    expect(await post(ping, { 'x-hub-signature-256': sign(ping, oldSecret) })).toBe(202)
  })

  test.each<[string, string | undefined]>([
    ['is missing', undefined],
    ['is of another body', sign('{}')],
    ['is of another secret', sign(ping, 'development')],
    ['is in upper case', sign(ping).toUpperCase().replace('SHA256', 'sha256')],
    ['is cut', sign(ping).slice(0, -1)],
    ['is too long', `${sign(ping)}0`],
    ['is a SHA-1', `sha1=${createHmac('sha1', secret).update(ping).digest('hex')}`],
    ['is empty', 'sha256='],
  ])('that %s is answered 401, and nothing is stored (TH-14)', async (_, signature) => {
    expect(await post(ping, { 'x-hub-signature-256': signature })).toBe(401)
    expect(kept).toEqual([])
  })
})

test.each<[number, string, Record<string, string | undefined>]>([
  [415, 'a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  [415, 'no content type', { 'content-type': undefined }],
  [415, 'a compressed body', { 'content-encoding': 'gzip' }],
  [202, 'a charset beside the type', { 'content-type': 'Application/JSON; charset=utf-8' }],
  [400, 'no delivery id', { 'x-github-delivery': undefined }],
  [400, 'an endless delivery id', { 'x-github-delivery': 'a'.repeat(129) }],
  [400, 'a delivery id with odd characters', { 'x-github-delivery': "1'; drop table" }],
  [400, 'no event', { 'x-github-event': undefined }],
  [400, 'an event that is no name', { 'x-github-event': '../ping' }],
  [202, 'an event nobody knows', { 'x-github-event': 'constructor' }],
  [403, 'another App as target (TH-17)', { 'x-github-hook-installation-target-id': '999' }],
  [403, 'a repository hook as target (TH-17)', { 'x-github-hook-installation-target-type': 'repository' }],
  [
    202,
    'no target at all',
    {
      'x-github-hook-installation-target-id': undefined,
      'x-github-hook-installation-target-type': undefined,
    },
  ],
  [400, 'two delivery ids', { 'x-github-delivery': 'one, two' }],
  [400, 'two events', { 'x-github-event': 'ping, push' }],
  [403, 'two targets (TH-17)', { 'x-github-hook-installation-target-id': `${appId}, ${appId}` }],
  [
    403,
    'an organisation hook as target (TH-17)',
    { 'x-github-hook-installation-target-type': 'organization' },
  ],
  [403, 'an empty target (TH-17)', { 'x-github-hook-installation-target-id': '' }],
  [401, 'two signatures', { 'x-hub-signature-256': `${sign(ping)}, ${sign(ping)}` }],
])('answers %i for %s', async (status, _, headers) => {
  expect(await post(ping, headers)).toBe(status)
  expect(kept).toHaveLength(status === 202 ? 1 : 0)
})

test.each<[string, string | Buffer]>([
  ['no JSON', 'hello'],
  ['an empty body', ''],
  ['a list', '[]'],
  ['null', 'null'],
  ['a string', '"issue_comment"'],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ['a raw NUL', '{"a":"\0"}'],
  ['ten thousand open brackets', '['.repeat(10_000)],
  ['an installation of another App', '{"installation":{"id":1,"app_id":999}}'],
])('answers 400 for %s, though it is signed', async (_, body) => {
  expect(await post(body)).toBe(400)
  expect(kept).toEqual([])
})

test('stores escaped NUL characters and lone surrogates unchanged', async () => {
  const body = '{"body":"\\u0000 \\ud800 \u{1f600}"}'
  expect(await post(body)).toBe(202)
  expect(kept[0]?.body).toBe(body)
})

describe('the body and the declared event (TH-13)', () => {
  const examples = (
    createRequire(import.meta.url)('@octokit/webhooks-examples') as { name: string; examples: object[] }[]
  ).map(({ name, examples }) => ({ name, examples }))
  const handled = [
    'pull_request',
    'issue_comment',
    'pull_request_review',
    'pull_request_review_comment',
    'check_run',
    'check_suite',
    'merge_group',
    'installation',
    'installation_repositories',
    'push',
    'repository',
    'member',
    'membership',
    'team',
  ]
  // Nothing in these bodies tells them apart; the App answers none of their actions.
  const alike = [
    'public as repository',
    'star as repository',
    'watch as repository',
    'team_add as team',
    'organization as installation',
  ]

  test("every official example is accepted under its own name, and none of a handled event under another's", async () => {
    const wrong: string[] = []
    for (const { name, examples: bodies } of examples) {
      for (const example of bodies) {
        // The examples speak of the Apps of their authors.
        const body = JSON.stringify(example).replaceAll(/"app_id":\d+/g, `"app_id":${appId}`)
        if ((await post(body, { 'x-github-event': name })) !== 202) wrong.push(`${name} refused`)
        for (const other of handled) {
          if (other === name || alike.includes(`${name} as ${other}`)) continue
          if (whyItDisagrees(other, example as Record<string, unknown>) === null)
            wrong.push(`${name} as ${other}`)
        }
      }
    }
    expect([...new Set(wrong)]).toEqual([])
  })

  test("a signed comment that is replayed under another event's name is rejected and not stored", async () => {
    const body = JSON.stringify({
      action: 'created',
      issue: { number: 1 },
      comment: { id: 5, body: '/commit' },
      repository: { id: 7 },
      installation: { id: 9 },
    })
    for (const event of handled.filter((name) => name !== 'issue_comment')) {
      expect(await post(body, { 'x-github-event': event })).toBe(400)
    }
    expect(kept).toEqual([])
    expect(await post(body, { 'x-github-event': 'issue_comment' })).toBe(202)
  })

  test('any signed body is answered 202 or 400, and the server keeps running (TH-19)', async () => {
    const anything = fc.record(
      {
        action: fc.oneof(fc.string(), fc.jsonValue()),
        installation: fc.oneof(fc.jsonValue(), fc.record({ app_id: fc.jsonValue() })),
        repository: fc.jsonValue(),
        comment: fc.jsonValue(),
        issue: fc.jsonValue(),
        pull_request: fc.jsonValue(),
        ref: fc.jsonValue(),
        team: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    const text = fc.oneof(
      anything.map((value) => JSON.stringify(value)),
      fc.json(),
      fc.string({ unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom(...handled, 'ping', '__proto__', 'toString'),
        async (body, event) => {
          expect([202, 400]).toContain(await post(body, { 'x-github-event': event }))
        },
      ),
      { numRuns: 150 },
    )
    expect(await post(ping)).toBe(202)
  })
})

describe('the size', () => {
  test('is checked in the header first: 413 before the body is sent', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n` +
        `x-hub-signature-256: ${sign('')}\r\ncontent-length: ${26 * 1024 * 1024 + 1}\r\n\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i)
    socket.destroy()
  })

  test('is checked before the signature: an unsigned body of 60 MB is answered 413 (TH-18)', async () => {
    const answered = await fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.alloc(60_000_000, 'a'),
    })
    expect([answered.status, answered.headers.get('connection')]).toEqual([413, 'close'])
  })

  test('reaches a sender who is still sending as a 413, not as a broken connection', async () => {
    const pieces = new ReadableStream({
      start(stream) {
        for (let sent = 0; sent < 60; sent++) stream.enqueue(Buffer.alloc(1_000_000, 'a'))
        stream.close()
      },
    })
    const answered = await fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign('') },
      body: pieces,
      duplex: 'half',
    })
    expect(answered.status).toBe(413)
    expect(await answered.text()).toContain('larger than')
  })

  test('of concurrent bodies is bounded: large ones wait in line, and all are stored', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(400_000) })
    await listenAgain(Buffer.byteLength(body))
    const statuses = await Promise.all(Array.from({ length: 8 }, () => post(body)))
    expect(statuses).toEqual(Array(8).fill(202))
    expect(kept).toHaveLength(8)
  })

  test('of a slow large body delays the next large one but no small one', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(400_000) })
    await listenAgain(Buffer.byteLength(body))
    const incoming: IncomingMessage[] = []
    server.on('request', (request: IncomingMessage) => incoming.push(request))
    const slow = connect(port, '127.0.0.1')
    slow.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-github-event: ping\r\n` +
        `x-github-delivery: slow\r\nx-hub-signature-256: ${sign(body)}\r\n` +
        `content-length: ${body.length}\r\n\r\n${body.slice(0, 300_000)}`,
    )
    await until(() => (incoming[0]?.socket.bytesRead ?? 0) > 300_000)
    let isAnswered = false
    const next = post(body, { 'x-github-delivery': 'next' }).finally(() => {
      isAnswered = true
    })
    await until(() => isAnswered || incoming[1]?.isPaused() === true)
    expect(isAnswered).toBe(false)
    expect(await post(ping, { 'x-github-delivery': 'small' })).toBe(202)
    expect(isAnswered).toBe(false)
    slow.write(body.slice(300_000))
    await once(slow, 'data')
    slow.destroy()
    expect(await next).toBe(202)
    expect(kept.map(({ id }) => id)).toEqual(['small', 'slow', 'next'])
  })

  test('of a sender who left while waiting delays no other', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(400_000) })
    await listenAgain(Buffer.byteLength(body), {
      headersTimeout: 200,
      requestTimeout: 200,
      connectionsCheckingInterval: 20,
    })
    const idle = Array.from({ length: 3 }, () => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      // Enough to need a share of the budget, and then nothing more.
      socket.write(
        `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n` +
          `x-hub-signature-256: ${sign('')}\r\ncontent-length: ${body.length}\r\n\r\n${'x'.repeat(300_000)}`,
      )
      socket.resume()
      return new Promise((resolve) => socket.once('close', resolve))
    })
    await Promise.all(idle)
    expect(await post(body)).toBe(202)
  })

  test('is counted while the body streams: 413 although no length was given, and the connection is closed', async () => {
    await listenAgain(100_000)
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', path: WEBHOOK_PATH, agent: false })
    outgoing.setHeader('content-type', 'application/json')
    outgoing.setHeader('x-hub-signature-256', sign(''))
    outgoing.on('error', () => {})
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    // Never ended: the sender would go on for ever.
    outgoing.write('a'.repeat(60_000))
    outgoing.write('a'.repeat(60_000))
    const [response] = await answered
    expect(response.statusCode).toBe(413)
    expect(response.headers.connection).toBe('close')
    response.resume()
    await once(response, 'close')
    expect(kept).toEqual([])
  })

  test('may be exactly the limit', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(1000) })
    await listenAgain(Buffer.byteLength(body))
    expect(await post(body)).toBe(202)
    expect(await post(`${body} `)).toBe(413)
  })

  test("may be GitHub's maximum of 25 MB", async () => {
    const body = JSON.stringify({ a: 'x'.repeat(25 * 1000 * 1000) })
    expect(await post(body)).toBe(202)
    expect(kept[0]?.body).toHaveLength(body.length)
  })
})

test('cuts off a sender that is too slow, and stores nothing', async () => {
  expect(serverOptions).toMatchObject({ headersTimeout: 9_000, requestTimeout: 9_000 })
  await listenAgain(undefined, { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 })
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n` +
      `x-hub-signature-256: ${sign(ping)}\r\ncontent-length: ${ping.length}\r\n\r\n{`,
  )
  socket.resume()
  await once(socket, 'close')
  expect(kept).toEqual([])
  expect(await post(ping)).toBe(202)
})

test('keeps idle connections longer than load balancers do', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': 'a',
      'x-github-event': 'ping',
      'x-hub-signature-256': sign(ping),
    },
    body: ping,
  })
  expect([answer.status, answer.headers.get('keep-alive')]).toEqual([202, 'timeout=620'])
})

describe('the body budget', () => {
  test('grants shares that fit in the order of requests', async () => {
    const budget = new BodyBudget(10)
    const [first, second, third] = [budget.share(), budget.share(), budget.share()]
    const entered: string[] = []
    const enters = (name: string) => () => entered.push(name)
    const all = [
      first.take(6).then(enters('first')),
      second.take(6).then(enters('second')),
      third.take(1).then(enters('third')),
    ]
    await all[0]
    expect(entered).toEqual(['first'])
    first.leave()
    await Promise.all(all)
    expect(entered).toEqual(['first', 'second', 'third'])
  })

  test('is released when a waiting request gives up, and only once', async () => {
    const budget = new BodyBudget(10)
    const [first, second, third] = [budget.share(), budget.share(), budget.share()]
    await first.take(10)
    void second.take(10)
    second.leave()
    second.leave()
    first.leave()
    first.leave()
    await third.take(10)
    let hasEntered = false
    void budget
      .share()
      .take(1)
      .then(() => {
        hasEntered = true
      })
    await Promise.resolve()
    expect(hasEntered).toBe(false)
  })
})
