import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Quota, Quotas } from './quotas.ts'
import { RedWrites } from './red-writes.ts'

/** One finished call to GitHub. */
export interface Call {
  readonly kind: string
  /** Null when there was no answer. */
  readonly status: number | null
  /** Whether GitHub answered with a rate limit. */
  readonly isLimit: boolean
  /** Null for calls of the App itself. */
  readonly installationId: number | null
  readonly quota: Quota | null
}

/** What waits in the database. */
export interface Waiting {
  readonly count: number
  readonly oldestSeconds: number
}

export interface MetricsOptions {
  /** Read at every scrape. */
  readonly waiting: () => Promise<{ readonly deliveries: Waiting; readonly evaluations: Waiting }>
  /** Returns which of these evaluations still wait, in any process. */
  readonly stillWaiting: (evaluations: readonly string[]) => Promise<readonly string[]>
  /** The number of branches by how they require the check; read at every scrape. */
  readonly postures?: () => Promise<ReadonlyMap<string, number>>
  /** In milliseconds. */
  readonly now?: () => number
}

/**
 * Receives measurements and renders them for Prometheus. No label names an account, a repository or a person
 * (TH-156).
 */
export interface Metrics {
  /** Counts an answered delivery; null when its sender was cut off. */
  readonly answered: (status: number | null) => void
  /** Measures one evaluation. */
  readonly visit: <Result>(key: string, kind: string, work: () => Promise<Result>) => Promise<Result>
  /** Counts what was given up after its last attempt. */
  readonly gaveUp: (what: 'delivery' | 'visit') => void
  readonly called: (call: Call) => void
  readonly redWrites: Pick<RedWrites, 'begin' | 'confirm'>
  /** The counters of redelivery and reconciliation. */
  readonly counters: Readonly<Record<CounterName, (count: number) => void>>
  /** Returns all series in Prometheus's text format. */
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

const COUNTERS = {
  deliveriesAskedFor: [
    'deliveries_asked_for_total',
    'Failed deliveries that GitHub was asked to send again.',
  ],
  deliveriesRecovered: ['deliveries_recovered_total', 'Requested deliveries that have arrived.'],
  deliveriesGivenUp: [
    'deliveries_lost_total',
    'Deliveries requested the maximum number of times; reconciliation covers them.',
  ],
  pullRequestsSwept: ['pull_requests_swept_total', 'Open pull requests that reconciliation compared.'],
  reconciliationEnqueued: [
    'sweep_visits_total',
    'Evaluations that reconciliation enqueued; most change nothing.',
  ],
  reconciliationDrift: [
    'sweep_drift_total',
    'Evaluations that only reconciliation asked for and that changed a check: each is a lost event.',
  ],
} as const
type CounterName = keyof typeof COUNTERS

const PREFIX = 'rfc_alignment_'
const VISIT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Creates the metrics of one server in a registry of their own. */
export function openMetrics(options: MetricsOptions): Metrics {
  const { waiting, stillWaiting, postures = async () => new Map(), now = Date.now } = options
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const quotas = new Quotas(now)
  const redWrites = new RedWrites(now)
  const answers = new Counter({
    name: `${PREFIX}deliveries_total`,
    help: 'Deliveries by answer: an HTTP status, or "cut off".',
    labelNames: ['answer'] as const,
    registers,
  })
  const evaluations = new Histogram({
    name: `${PREFIX}visit_seconds`,
    help: 'Duration of evaluations, including calls to GitHub.',
    labelNames: ['kind', 'outcome'] as const,
    buckets: VISIT_SECONDS,
    registers,
  })
  const givenUp = new Counter({
    name: `${PREFIX}given_up_total`,
    help: 'Deliveries and evaluations given up after their last attempt.',
    labelNames: ['what'] as const,
    registers,
  })
  const calls = new Counter({
    name: `${PREFIX}github_calls_total`,
    help: "Calls to GitHub by kind and answer: a class of HTTP status, 'limited' or 'none'.",
    labelNames: ['kind', 'answer'] as const,
    registers,
  })
  // Initialised, so that an alert on an increase sees the first one.
  for (const what of ['delivery', 'visit']) givenUp.inc({ what }, 0)
  new Gauge({
    name: `${PREFIX}github_quota_remaining`,
    help: 'Remaining quota of the installation with the least, by resource.',
    labelNames: ['resource'] as const,
    registers,
    collect() {
      this.reset()
      for (const { resource, remaining } of quotas.lowest()) this.set({ resource }, remaining)
    },
  })
  new Gauge({
    name: `${PREFIX}github_quota_limit`,
    help: 'Hourly quota of that installation.',
    labelNames: ['resource'] as const,
    registers,
    collect() {
      this.reset()
      for (const { resource, limit } of quotas.lowest()) this.set({ resource }, limit)
    },
  })
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames], registers })
  const isUp = gauge('database_up', 'Whether the database answered this scrape.')
  const count = gauge('queue_waiting', 'Waiting and running work in all processes.', ['queue'])
  const age = gauge('queue_oldest_seconds', 'Age of the oldest waiting work.', ['queue'])
  const branches = gauge(
    'branches',
    'Base branches of RFCs by how they require the check; pinned is correct.',
    ['required_check'],
  )
  const owed = gauge('red_writes_owed', 'Failing checks that GitHub has not confirmed yet.')
  const owedAge = gauge('red_write_oldest_seconds', 'Age of the oldest unconfirmed failing check.')

  async function look(): Promise<void> {
    try {
      const open = await waiting()
      // Label values are part of the public metrics and keep their names.
      for (const [queue, { count: waits, oldestSeconds }] of [
        ['deliveries', open.deliveries],
        ['visits', open.evaluations],
      ] as const) {
        count.set({ queue }, waits)
        age.set({ queue }, oldestSeconds)
      }
      const debtors = redWrites.evaluations()
      const left = new Set(debtors.length > 0 ? await stillWaiting(debtors) : [])
      // Another process ran the evaluation, or it ended without a failure to write.
      for (const debtor of debtors) if (!left.has(debtor)) redWrites.settle(debtor)
      branches.reset()
      for (const [posture, many] of await postures()) branches.set({ required_check: posture }, many)
      isUp.set(1)
    } catch {
      // Unknown values are left out: an old number would look like good news.
      count.reset()
      age.reset()
      branches.reset()
      isUp.set(0)
    }
    const { owed: many, oldestSeconds } = redWrites.count()
    owed.set(many)
    owedAge.set(oldestSeconds)
  }

  const counters = Object.fromEntries(
    Object.entries(COUNTERS).map(([key, [name, help]]) => {
      const counter = new Counter({ name: `${PREFIX}${name}`, help, registers })
      return [key, (more: number) => counter.inc(more)]
    }),
  ) as Record<CounterName, (count: number) => void>

  return {
    answered: (status) => answers.inc({ answer: status === null ? 'cut off' : String(status) }),
    visit: async (key, kind, work) => {
      const begun = performance.now()
      const end = (outcome: string) =>
        evaluations.observe({ kind, outcome }, (performance.now() - begun) / 1000)
      try {
        const result = await work()
        redWrites.settle(key)
        end('done')
        return result
      } catch (error) {
        end(isToldToWait(error) ? 'told to wait' : 'failed')
        throw error
      }
    },
    gaveUp: (what) => givenUp.inc({ what }),
    called: ({ kind, status, isLimit, installationId, quota }) => {
      const answer = status === null ? 'none' : isLimit ? 'limited' : `${Math.floor(status / 100)}xx`
      calls.inc({ kind, answer })
      if (quota) quotas.note(installationId, quota)
    },
    redWrites,
    counters,
    read: async () => {
      await look()
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}

function isToldToWait(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'retryAfterSeconds' in error
}
