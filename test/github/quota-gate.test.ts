import { Octokit } from '@octokit/rest'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openQuotaGate, type Passes } from '../../src/github/quota-gate.ts'

const API = 'https://api.github.com'
const DATE = 'Mon, 02 Mar 2026 10:00:00 GMT'
const inAMinute = String(Date.parse(DATE) / 1000 + 60)

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  const waiting = nock.pendingMocks()
  nock.cleanAll()
  nock.enableNetConnect()
  expect(waiting).toEqual([])
})

/** A client behind a gate, whose clock the test moves. */
function guarded() {
  let clock = 100
  const gate = openQuotaGate(false, () => clock)
  const client = new Octokit({ log: { debug() {}, info() {}, warn() {}, error() {} } })
  gate.guard(client)
  const outcome = async (work: Promise<{ status: number }>) => {
    try {
      return (await work).status
    } catch (error) {
      const { name, retryAfterSeconds } = error as Error & { retryAfterSeconds?: number }
      return name === 'RateLimited' ? `come back in ${retryAfterSeconds} s` : name
    }
  }
  return {
    gate,
    wait: (seconds: number) => {
      clock += seconds
    },
    rest: () => outcome(client.request('GET /app')),
    check: (passes: Passes) =>
      outcome(client.request('POST /repos/acme/rfcs/check-runs', { request: { passes } })),
    graphql: () => outcome(client.request('POST /graphql', { query: '{ viewer { login } }' })),
  }
}

describe('calls are rejected while a rate limit holds (TH-132, TH-133, GH-157)', () => {
  it('for as long as a secondary limit says, in REST and GraphQL alike', async () => {
    const { rest, graphql, wait } = guarded()
    nock(API).get('/app').reply(403, { message: 'secondary rate limit' }, { date: DATE, 'retry-after': '30' })
    expect(await rest()).toBe('HttpError')
    expect([await rest(), await graphql()]).toEqual(['come back in 30 s', 'come back in 30 s'])
    wait(29.5)
    expect(await rest()).toBe('come back in 1 s')
    wait(0.5)
    nock(API).get('/app').reply(200, {}, { date: DATE })
    expect(await rest()).toBe(200)
  })

  it('until the quota resets, once an answer says that it is used up', async () => {
    const { rest, graphql, wait } = guarded()
    const headers = { date: DATE, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAMinute }
    nock(API).post('/graphql').reply(200, { data: {} }, headers)
    expect(await graphql()).toBe(200)
    expect(await graphql()).toBe('come back in 60 s')
    // REST has a quota of its own.
    nock(API).get('/app').reply(200, {}, { date: DATE })
    expect(await rest()).toBe(200)
    wait(60)
    nock(API).post('/graphql').reply(200, { data: {} }, { date: DATE })
    expect(await graphql()).toBe(200)
  })

  it('for a minute when GraphQL reports a limit with 200 and no time (GH-155)', async () => {
    const { graphql } = guarded()
    const limited = { data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }
    nock(API).post('/graphql').reply(200, limited, { date: DATE })
    expect(await graphql()).toBe(200)
    expect(await graphql()).toBe('come back in 60 s')
  })

  it('except a check when prose met the limit, and a check that must fail (V7)', async () => {
    const { rest, check, wait } = guarded()
    nock(API).get('/app').reply(403, { message: 'secondary rate limit' }, { date: DATE, 'retry-after': '30' })
    expect(await rest()).toBe('HttpError')
    const checks = nock(API).post('/repos/acme/rfcs/check-runs')
    checks.reply(403, { message: 'secondary rate limit' }, { date: DATE, 'retry-after': '10' })
    expect(await check('prose limits')).toBe('HttpError')
    expect(await check('prose limits')).toBe('come back in 10 s')
    nock(API).post('/repos/acme/rfcs/check-runs').reply(201, {}, { date: DATE })
    expect(await check('all limits')).toBe(201)
    wait(10)
    nock(API).post('/repos/acme/rfcs/check-runs').reply(201, {}, { date: DATE })
    expect([await check('prose limits'), await rest()]).toEqual([201, 'come back in 20 s'])
  })

  it('and not after other rejections', async () => {
    const { rest } = guarded()
    nock(API).get('/app').times(2).reply(403, { message: 'Resource not accessible' }, { date: DATE })
    expect([await rest(), await rest()]).toEqual(['HttpError', 'HttpError'])
  })
})

it('assumes limits on github.com, and on an Enterprise Server once one was met', async () => {
  expect(openQuotaGate(true).hasLimits()).toBe(true)
  const { gate, rest } = guarded()
  nock(API).get('/app').reply(200, {}, { date: DATE, 'x-ratelimit-limit': '5000' })
  await rest()
  expect(gate.hasLimits()).toBe(false)
  nock(API).get('/app').reply(429, {}, { date: DATE })
  await rest()
  expect(gate.hasLimits()).toBe(true)
})

describe('the remaining quota', () => {
  const told = (resource: string, remaining: number) => ({
    date: DATE,
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': inAMinute,
    'x-ratelimit-resource': resource,
  })

  it('is known per resource until it resets (GH-81, TH-132)', async () => {
    const { gate, rest, graphql, wait } = guarded()
    expect([gate.standing('graphql'), gate.secondsUntilSpare('graphql')]).toEqual([null, 0])
    nock(API).get('/app').reply(200, {}, told('core', 4_000))
    nock(API).post('/graphql').reply(200, { data: {} }, told('graphql', 900))
    expect([await rest(), await graphql()]).toEqual([200, 200])
    expect(gate.standing('rest')).toEqual({ limit: 5_000, remaining: 4_000, secondsLeft: 60 })
    expect([gate.secondsUntilSpare('graphql'), gate.secondsUntilSpare('rest')]).toEqual([60, 0])
    wait(60)
    expect([gate.standing('graphql'), gate.secondsUntilSpare('graphql')]).toEqual([null, 0])
  })

  it('is reset after an hour at most, because clocks differ (GH-81)', async () => {
    const { gate, rest } = guarded()
    const inTenDays = String(Date.parse(DATE) / 1000 + 864_000)
    nock(API)
      .get('/app')
      .reply(200, {}, { ...told('core', 4_000), 'x-ratelimit-reset': inTenDays })
    await rest()
    expect(gate.standing('rest')?.secondsLeft).toBe(3_600)
    expect(gate.secondsUntilSpare('rest')).toBe(0)
    nock(API)
      .get('/app')
      .reply(200, {}, { ...told('core', 0), 'x-ratelimit-reset': inTenDays })
    await rest()
    expect(gate.secondsUntilSpare('rest')).toBe(3_600)
  })

  it('is not read from the answer of another resource, such as search', async () => {
    const { gate, rest } = guarded()
    nock(API)
      .get('/app')
      .reply(200, {}, { ...told('search', 3), 'x-ratelimit-limit': '30' })
    await rest()
    expect(gate.standing('rest')).toBeNull()
  })
})
