import { inspect } from 'node:util'
import { PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import nock from 'nock'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { PullRequestReference } from '../../src/facts/reference.ts'
import { GitHubFault, InstallationGone, RateLimited } from '../../src/github/faults.ts'
import { openGitHub } from '../../src/github/open-github.ts'

const API = 'https://api.github.com'
const DATE = 'Mon, 02 Mar 2026 10:00:00 GMT'
const TOKEN = 'ghs_a-token-that-nobody-may-see'

const REFERENCE: PullRequestReference = {
  kind: 'pull-request',
  installationId: 9,
  repositoryId: 1,
  owner: 'acme',
  repo: 'rfcs',
  number: 12,
}

const unlisted: string[] = []
const noteUnlisted = (request: { method?: string; path?: string }) =>
  unlisted.push(`${request.method} ${request.path}`)

beforeEach(() => {
  nock.disableNetConnect()
  nock.emitter.on('no match', noteUnlisted)
})

// An unlisted request would reach the room as one more broken answer, and a test of faults would pass for it.
afterEach(() => {
  nock.emitter.off('no match', noteUnlisted)
  const waiting = nock.pendingMocks()
  nock.cleanAll()
  nock.enableNetConnect()
  expect(unlisted.splice(0)).toEqual([])
  expect(waiting).toEqual([])
})

function aRoom() {
  return openGitHub({
    restUrl: API,
    appId: 4711,
    privateKey: PRIVATE_KEY,
    log: pino({ level: 'silent' }),
  })
}

function withToken() {
  nock(API)
    .post('/app/installations/9/access_tokens')
    .reply(201, { token: TOKEN, expires_at: '2099-01-01T00:00:00Z', permissions: {} }, { date: DATE })
}

async function thrownBy(work: Promise<unknown>): Promise<Error & { retryAfterSeconds?: number }> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(outcome instanceof Error)) throw new Error('nothing was thrown')
  return outcome
}

type Headers = Record<string, string>

describe('a read that GitHub answers with an error', () => {
  const reset = String(Date.parse(DATE) / 1000 + 90)
  const limits: readonly [string, number, object, Headers, number][] = [
    ['too many requests', 429, { message: 'Slow down' }, { 'retry-after': '17' }, 17],
    ['too many requests, for how long is not said', 429, {}, {}, 60],
    [
      'a secondary limit',
      403,
      { message: 'You have exceeded a secondary rate limit' },
      { 'retry-after': '30' },
      30,
    ],
    ['a secondary limit by its words alone', 403, { message: 'secondary rate limit' }, {}, 60],
    [
      'the primary limit',
      403,
      { message: 'x' },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      90,
    ],
    [
      "GraphQL's limit, which comes with 200 (GH-155)",
      200,
      { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      90,
    ],
  ]

  it.each(limits)('because of %s says when to retry', async (_, status, body, headers, seconds) => {
    withToken()
    nock(API)
      .post('/graphql')
      .reply(status, body, { date: DATE, ...headers })
    const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
    expect(error).toBeInstanceOf(RateLimited)
    expect(error.retryAfterSeconds).toBe(seconds)
  })

  const broken: readonly [string, number, string | object, Headers, RegExp][] = [
    ['a bad gateway in HTML', 502, '<html>Unicorn!</html>', { 'content-type': 'text/html' }, /502/],
    ['an inner error', 500, { message: 'Server Error' }, {}, /500 \(Server Error\)/],
    ['bad credentials', 403, { message: 'Resource not accessible' }, {}, /403/],
    [
      'half an answer',
      200,
      '{"data":{"repository":{"pul',
      { 'content-type': 'application/json' },
      /not whole/,
    ],
    ["a proxy's page with 200", 200, '<html>Welcome</html>', { 'content-type': 'text/html' }, /not whole/],
    ['an empty answer', 200, { data: null }, {}, /empty/],
    [
      'an answer with errors beside the data (V6)',
      200,
      { data: { repository: null }, errors: [{ message: 'Something went wrong', path: ['repository'] }] },
      {},
      /Something went wrong/,
    ],
  ]

  it.each(broken)(
    'with %s says what was attempted, and is retried',
    async (_, status, body, headers, said) => {
      withToken()
      nock(API)
        .post('/graphql')
        // A bad gateway may mean that too much was asked for at once (GH-40).
        .times(status === 502 ? 2 : 1)
        .reply(status, body, { date: DATE, ...headers })
      const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
      expect(error).toBeInstanceOf(GitHubFault)
      expect(error.message).toMatch(/^could not read acme\/rfcs#12/)
      expect(`${error.message}: ${error.cause}`).toMatch(said)
      expect(error.retryAfterSeconds).toBeUndefined()
    },
  )

  it('keeps the cause and leaks no token when the connection broke', async () => {
    withToken()
    nock(API)
      .post('/graphql')
      .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
    const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
    expect(error.message).toBe('could not read acme/rfcs#12: GitHub did not answer')
    expect(error.cause).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN)
  })

  it('leaks no token with an answer either', async () => {
    withToken()
    nock(API).post('/graphql').reply(500, { message: 'x' })
    const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN)
  })

  it('is never repeated on another host, redirect or not', async () => {
    withToken()
    nock(API).post('/graphql').reply(307, '', { location: 'https://elsewhere.example/graphql' })
    const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
    expect(inspect(error.cause)).toContain('refused to go')
  })
})

describe('a token that GitHub no longer accepts', () => {
  it('is replaced at the next attempt', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    withToken()
    const room = aRoom()
    const comment = '/repos/acme/rfcs/issues/comments/5'
    nock(API).get(comment).reply(200, { id: 5 }).get(comment).reply(401, { message: 'Bad credentials' })
    expect(await room.postExists(REFERENCE, 'comment', '5')).toBe(true)
    // Octokit itself waits for a token that is younger than five seconds.
    vi.setSystemTime(Date.now() + 10_000)
    await expect(room.postExists(REFERENCE, 'comment', '5')).rejects.toThrow('Bad credentials')
    withToken()
    nock(API).get(comment).reply(200, { id: 5 })
    expect(await room.postExists(REFERENCE, 'comment', '5')).toBe(true)
  })
})

describe('an installation that is gone', () => {
  it.each([
    ['deleted', 404, { message: 'Not Found' }],
    ['suspended', 403, { message: 'This installation has been suspended' }],
  ])('because it was %s is neither read nor written', async (_, status, body) => {
    nock(API).post('/app/installations/9/access_tokens').twice().reply(status, body)
    const room = aRoom()
    expect(await room.readPullRequest(REFERENCE)).toBeNull()
    const write = room.write(REFERENCE, { kind: 'create comment', body: 'x' })
    expect(await thrownBy(write)).toBeInstanceOf(InstallationGone)
  })

  it('is not assumed when a token cannot be created at the moment', async () => {
    nock(API).post('/app/installations/9/access_tokens').twice().reply(502, '')
    const error = await thrownBy(aRoom().readPullRequest(REFERENCE))
    expect(error).not.toBeInstanceOf(InstallationGone)
  })
})

describe('a repository that was renamed', () => {
  it('is found where GitHub redirects to', async () => {
    withToken()
    nock(API)
      .get('/repos/acme/rfcs/issues/comments/5')
      .reply(301, '', { location: `${API}/repositories/1/issues/comments/5` })
      .get('/repositories/1/issues/comments/5')
      .reply(200, { id: 5 })
    expect(await aRoom().postExists(REFERENCE, 'comment', '5')).toBe(true)
  })

  it('is written to when GitHub redirects the write', async () => {
    withToken()
    nock(API)
      .post('/repos/acme/rfcs/issues/12/comments')
      .reply(307, '', { location: `${API}/repositories/1/issues/12/comments` })
      .post('/repositories/1/issues/12/comments', { body: 'words' })
      .reply(201, { id: 5 })
    expect(await aRoom().write(REFERENCE, { kind: 'create comment', body: 'words' })).toEqual({
      kind: 'done',
    })
  })
})

describe('a post read by its id', () => {
  it.each([
    ['comment', '/repos/acme/rfcs/issues/comments/5'],
    ['line', '/repos/acme/rfcs/pulls/comments/5'],
    ['review', '/repos/acme/rfcs/pulls/12/reviews/5'],
  ] as const)('exists or not (%s)', async (on, path) => {
    withToken()
    nock(API).get(path).reply(200, { id: 5 }).get(path).reply(404, {}).get(path).reply(500, {})
    const room = aRoom()
    expect(await room.postExists(REFERENCE, on, '5')).toBe(true)
    expect(await room.postExists(REFERENCE, on, '5')).toBe(false)
    await expect(room.postExists(REFERENCE, on, '5')).rejects.toThrow('could not look for')
  })
})

describe('a check run that must lose its success', () => {
  const update = {
    kind: 'update run',
    id: 7,
    commit: 'c'.repeat(40),
    takesGreenAway: true,
    sendAnnotations: false,
    run: { name: 'n', conclusion: 'failure', title: 't', summary: 's', annotations: [], externalId: 'x' },
  } as const
  const run = '/repos/acme/rfcs/check-runs/7'

  it('is not taken for a failure when the answer is empty (V7)', async () => {
    withToken()
    nock(API)
      .patch(run)
      .reply(200, { id: 7 })
      .get(run)
      .reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' })
    await expect(aRoom().write(REFERENCE, update)).rejects.toThrow('could not read back the check run 7')
  })

  it('throws while it stays a success, so that the write is retried until it takes effect (V7)', async () => {
    withToken()
    nock(API)
      .patch(run)
      .reply(200, { id: 7 })
      .get(run)
      .reply(200, { id: 7, conclusion: 'success' })
      .post('/repos/acme/rfcs/check-runs')
      .reply(201, { id: 8 })
      .get('/repos/acme/rfcs/check-runs/8')
      .reply(200, { id: 8, conclusion: 'neutral' })
    await expect(aRoom().write(REFERENCE, update)).rejects.toThrow('it stays green')
  })

  it('is created again when GitHub no longer updates it (GH-141)', async () => {
    withToken()
    nock(API)
      .patch(run)
      .twice()
      .reply(422, { message: 'This check run is archived' })
      .post('/repos/acme/rfcs/check-runs')
      .reply(201, { id: 8 })
      .get('/repos/acme/rfcs/check-runs/8')
      .reply(200, { id: 8, conclusion: 'failure' })
    expect(await aRoom().write(REFERENCE, update)).toEqual({ kind: 'done', run: 8 })
  })
})

describe('a check run whose annotations GitHub rejects', () => {
  it('is written without them', async () => {
    withToken()
    const sent: { output: object; conclusion: string }[] = []
    const keep = (body: { output: object; conclusion: string }) => sent.push(body) > 0
    nock(API)
      .post('/repos/acme/rfcs/check-runs', keep)
      .reply(422, { message: 'Invalid request', errors: [{ field: 'annotations' }] })
      .post('/repos/acme/rfcs/check-runs', keep)
      .reply(201, { id: 7 })
    await aRoom().write(REFERENCE, {
      kind: 'create run',
      commit: 'c'.repeat(40),
      run: {
        name: 'RFC alignment: main',
        conclusion: 'failure',
        title: 'Objection #1 by @linus is open',
        summary: 'words',
        annotations: [{ path: 'a.md', line: 99_999, level: 'failure', message: 'x' }],
        externalId: 'x',
      },
    })
    expect(sent).toHaveLength(2)
    expect(sent[1]).toMatchObject({
      conclusion: 'failure',
      output: { title: 'Objection #1 by @linus is open', summary: 'words' },
    })
    expect(sent[1]?.output).not.toHaveProperty('annotations')
    for (const body of sent) expect(body).not.toHaveProperty('started_at')
  })
})
