import { describe, expect, test } from 'vitest'
import { openMetrics, type Waiting } from '../../src/ops/open-metrics.ts'
import { numberIn } from './number-in.ts'

const nothing: Waiting = { count: 0, oldestSeconds: 0 }

/** Metrics whose clock and database a test moves by hand. */
function opened() {
  const world = {
    now: 1_000_000,
    deliveries: nothing,
    evaluations: nothing,
    left: [] as string[],
    isUp: true,
  }
  const fromDatabase = async <Answer>(answer: Answer) => {
    if (!world.isUp) throw new Error('the database is down')
    return answer
  }
  const metrics = openMetrics({
    now: () => world.now,
    waiting: () => fromDatabase({ deliveries: world.deliveries, evaluations: world.evaluations }),
    stillWaiting: (evaluations) => fromDatabase(evaluations.filter((visit) => world.left.includes(visit))),
  })
  const read = async (name: string) => numberIn((await metrics.read()).text, name)
  return { metrics, world, read }
}

describe('an unconfirmed failing check', () => {
  test('ages from the first attempt until it is confirmed', async () => {
    const { metrics, world, read } = opened()
    world.left = ['7/1']
    metrics.redWrites.begin('7/1', 'abc')
    world.now += 30_000
    metrics.redWrites.begin('7/1', 'abc')
    world.now += 31_000
    expect(await read('rfc_alignment_red_write_oldest_seconds')).toBe(61)
    expect(await read('rfc_alignment_red_writes_owed')).toBe(1)
    metrics.redWrites.confirm('7/1', 'abc')
    expect(await read('rfc_alignment_red_write_oldest_seconds')).toBe(0)
    expect(await read('rfc_alignment_red_writes_owed')).toBe(0)
  })

  test('is not confirmed by a check on another commit', async () => {
    const { metrics, world, read } = opened()
    world.left = ['7/1']
    metrics.redWrites.begin('7/1', 'abc')
    metrics.redWrites.begin('7/1', 'def')
    metrics.redWrites.confirm('7/1', 'def')
    world.now += 5_000
    expect(await read('rfc_alignment_red_write_oldest_seconds')).toBe(5)
  })

  test('is cleared by a successful evaluation, here or in another process', async () => {
    const { metrics, world, read } = opened()
    world.left = ['7/1', '7/2']
    metrics.redWrites.begin('7/1', 'abc')
    metrics.redWrites.begin('7/2', 'def')
    await metrics.visit('7/1', 'pull-request', async () => {})
    expect(await read('rfc_alignment_red_writes_owed')).toBe(1)
    // Another process ran the evaluation: its triggers are closed.
    world.left = []
    expect(await read('rfc_alignment_red_writes_owed')).toBe(0)
  })

  test('remains when its evaluation fails', async () => {
    const { metrics, world, read } = opened()
    world.left = ['7/1']
    const visit = metrics.visit('7/1', 'pull-request', async () => {
      metrics.redWrites.begin('7/1', 'abc')
      throw new Error('GitHub is down')
    })
    await expect(visit).rejects.toThrow('GitHub is down')
    expect(await read('rfc_alignment_red_writes_owed')).toBe(1)
  })
})

describe('the quota', () => {
  const call = { kind: 'query', status: 200, isLimit: false } as const
  const quota = { resource: 'graphql', limit: 5000, remaining: 4000, secondsLeft: 600 }

  test('is the lowest of all installations, without naming one (TH-156)', async () => {
    const { metrics, read } = opened()
    metrics.called({ ...call, installationId: 987_001, quota })
    metrics.called({ ...call, installationId: 987_002, quota: { ...quota, remaining: 12 } })
    metrics.called({ ...call, installationId: 987_001, quota: { ...quota, remaining: 3999 } })
    expect(await read('rfc_alignment_github_quota_remaining{resource="graphql"}')).toBe(12)
    expect(await read('rfc_alignment_github_quota_limit{resource="graphql"}')).toBe(5000)
    expect((await metrics.read()).text).not.toContain('98700')
  })

  test('is dropped after its reset', async () => {
    const { metrics, world, read } = opened()
    metrics.called({ ...call, installationId: 1, quota: { ...quota, remaining: 0 } })
    world.now += 600_000
    expect(await read('rfc_alignment_github_quota_remaining{resource="graphql"}')).toBeNull()
  })

  test('drops the least recently seen account beyond the limit', async () => {
    const { metrics, read } = opened()
    for (let id = 0; id <= 1_000; id++) {
      metrics.called({ ...call, installationId: id, quota: { ...quota, remaining: 100 + id } })
    }
    expect(await read('rfc_alignment_github_quota_remaining{resource="graphql"}')).toBe(101)
  })
})

test('counts calls by kind and answer', async () => {
  const { metrics, read } = opened()
  const call = { kind: 'check', isLimit: false, installationId: 1, quota: null }
  for (const status of [200, 201, 404, 502, null]) metrics.called({ ...call, status })
  metrics.called({ ...call, status: 403, isLimit: true })
  for (const [answer, times] of Object.entries({ '2xx': 2, '4xx': 1, '5xx': 1, none: 1, limited: 1 })) {
    expect(await read(`rfc_alignment_github_calls_total{kind="check",answer="${answer}"}`)).toBe(times)
  }
})

test('measures evaluations by outcome; a rate limit is not a failure', async () => {
  const { metrics, read } = opened()
  await metrics.visit('7/1', 'merge-group', async () => {})
  const limited = Object.assign(new Error('wait'), { retryAfterSeconds: 60 })
  await expect(metrics.visit('7/1', 'merge-group', () => Promise.reject(limited))).rejects.toThrow('wait')
  for (const outcome of ['done', 'told to wait']) {
    const name = `rfc_alignment_visit_seconds_count{kind="merge-group",outcome="${outcome}"}`
    expect(await read(name)).toBe(1)
  }
})

test('reports the queue from the database, and no old values while it is down', async () => {
  const { world, read } = opened()
  world.evaluations = { count: 3, oldestSeconds: 90 }
  expect(await read('rfc_alignment_queue_oldest_seconds{queue="visits"}')).toBe(90)
  expect(await read('rfc_alignment_queue_waiting{queue="visits"}')).toBe(3)
  expect(await read('rfc_alignment_database_up')).toBe(1)
  world.isUp = false
  expect(await read('rfc_alignment_queue_oldest_seconds{queue="visits"}')).toBeNull()
  expect(await read('rfc_alignment_database_up')).toBe(0)
})

test('initialises the counters of redelivery and reconciliation with 0', async () => {
  const { metrics, read } = opened()
  const names = {
    deliveriesAskedFor: 'deliveries_asked_for_total',
    deliveriesRecovered: 'deliveries_recovered_total',
    deliveriesGivenUp: 'deliveries_lost_total',
    pullRequestsSwept: 'pull_requests_swept_total',
    reconciliationEnqueued: 'sweep_visits_total',
    reconciliationDrift: 'sweep_drift_total',
  } as const
  for (const [counter, name] of Object.entries(names)) {
    expect(await read(`rfc_alignment_${name}`)).toBe(0)
    metrics.counters[counter as keyof typeof names](2)
    expect(await read(`rfc_alignment_${name}`)).toBe(2)
  }
})
