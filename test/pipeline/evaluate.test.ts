import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Write } from '../../src/facts/check-run.ts'
import type { EvaluationJob, Trigger } from '../../src/facts/trigger.ts'
import { InstallationGone, RateLimited } from '../../src/github/faults.ts'
import { createEvaluation } from '../../src/pipeline/evaluate.ts'
import type { UnleasedPorts } from '../../src/pipeline/evaluation-ports.ts'
import type { Standing } from '../../src/queue/work-evaluations.ts'
import type { AtEnd } from '../../src/report/ended-evaluation.ts'
import type { Memory } from '../../src/pipeline/memory.ts'
import { ReadingHealth } from '../../src/pipeline/reading-health.ts'
import { reference } from '../reference.ts'

const pushed: Trigger = {
  kind: 'pull-request',
  at: '2026-03-02T10:00:00Z',
  head: 'abc',
  base: 'main',
  draft: false,
  state: 'open',
  labels: [],
  body: '',
}

/** Runs an evaluation against a GitHub with the given answers; returns its error and writes. */
async function visit(
  github: Partial<UnleasedPorts['github']>,
  how: {
    last?: boolean
    triggers?: readonly Trigger[]
    standing?: () => Standing
    areNewest?: boolean
  } = {},
): Promise<{ error: unknown; writes: readonly Write[]; enqueued: number; atEnd: AtEnd }> {
  const writes: Write[] = []
  const { areNewest = true } = how
  const memories = new Map<string, Memory>()
  const enqueued: EvaluationJob[] = []
  const parts: UnleasedPorts = {
    github: {
      readPullRequest: async () => null,
      textOfRun: async () => null,
      readMore: async () => ({
        changesAt: new Map(),
        files: new Map(),
        people: new Map(),
        teams: new Map(),
        roles: new Map(),
      }),
      readGroup: async () => {
        throw new Error('no group was asked for')
      },
      postExists: async () => true,
      headOf: async () => null,
      runsOn: async () => [],
      write: async (_, write) => {
        writes.push(write)
        return { kind: 'done' }
      },
      ...github,
    },
    parse: async () => [],
    memory: {
      recall: async (key) => memories.get(key) ?? null,
      remember: async (key, memory) => void memories.set(key, memory),
      rememberWithLease: async (key, memory) => {
        memories.set(key, memory)
        return true
      },
      answers: async () => [],
      keepAnswers: async () => {},
      groups: async () => [],
    },
    ledger: {
      recall: async () => null,
      recordWithLease: async () => null,
      collect: () => ({ known: null, stored: () => {} }),
    },
    records: { close: async () => {} },
    claim: async () => {},
    setupLine: async () => null,
    boardUrl: () => null,
    rules: { ours: 1, areNewest: async () => areNewest },
    enqueue: async (jobs) => void enqueued.push(...jobs),
    log: pino({ level: 'silent' }),
  }
  const make = createEvaluation(parts, { health: new ReadingHealth(), backoffSeconds: (attempt) => attempt })
  const { last = false, triggers = [pushed], standing = () => 'newest' as const } = how
  const attempt = last ? 8 : 1
  const atEnd: AtEnd = {}
  const ours = { fence: 1, standing: async () => standing(), atEnd }
  const error = await make({ reference, triggers, deliveries: [], attempt, last, ...ours }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error, writes, enqueued: enqueued.length, atEnd }
}

const down = async () => {
  throw new Error('GitHub is down')
}

describe('a failed evaluation', () => {
  it('is retried without writing anything yet', async () => {
    expect(await visit({ readPullRequest: down })).toMatchObject({
      error: { name: 'NotEvaluated', cause: { message: 'GitHub is down' } },
      writes: [],
    })
  })

  it('is retried without limit while GitHub cannot be read', async () => {
    const { error } = await visit({ readPullRequest: down }, { last: true })
    expect(error).toMatchObject({ name: 'NotEvaluated', retryAfterSeconds: 1 })
  })

  it('is retried without limit while the failure cannot be reported on the check', async () => {
    let reads = 0
    const readPullRequest = async () => (reads++ === 0 ? null : down())
    const { error } = await visit({ readPullRequest, write: down }, { last: true })
    expect(error).toMatchObject({ name: 'FailureNotReported', retryAfterSeconds: 120 })
  })

  it('waits for a rate limit without giving up', async () => {
    const limited = async () => {
      throw new RateLimited('slow down', 429, 60)
    }
    expect(await visit({ readPullRequest: limited }, { last: true })).toMatchObject({
      error: { retryAfterSeconds: 60 },
      writes: [],
    })
  })
})

describe('a pull request that GitHub does not show', () => {
  it('is retried when a webhook announced it (GH-112)', async () => {
    expect(await visit({})).toMatchObject({ error: { name: 'NotShownYet' }, writes: [] })
  })

  it('gets a failing check on the announced head after the last attempt', async () => {
    const { writes } = await visit({}, { last: true })
    expect(writes).toMatchObject([
      { kind: 'create run', commit: 'abc', run: { name: 'RFC alignment: main', conclusion: 'failure' } },
    ])
  })

  it('is ignored when no webhook announced it', async () => {
    const triggers = [{ kind: 'look' as const, why: 'a sweep' }]
    expect(await visit({}, { triggers })).toEqual({ error: null, writes: [], enqueued: 0, atEnd: {} })
  })

  it('is ignored when the App is no longer installed', async () => {
    const gone = async () => {
      throw new InstallationGone('not installed', 404)
    }
    expect(await visit({ readPullRequest: gone }, { last: true })).toEqual({
      error: null,
      writes: [],
      enqueued: 0,
      atEnd: {},
    })
  })
})

describe('an evaluation that lost its lease while its process slept (TH-26, TH-27)', () => {
  it('writes nothing more and leaves the rest to the new holder', async () => {
    const { error, writes } = await visit({}, { last: true, standing: () => 'lost' })
    expect(writes).toEqual([])
    expect(error).toMatchObject({ name: 'LeaseLost' })
  })

  it('leaves word that it has written, in case the lease was lost during the write', async () => {
    expect((await visit({}, { last: true })).atEnd).toMatchObject({ hasWritten: true })
    expect((await visit({ readPullRequest: down })).atEnd).toEqual({})
  })
})
