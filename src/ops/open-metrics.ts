import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Quota, Quotas } from './quotas.ts'
import { RedWrites } from './red-writes.ts'

/** One call to GitHub, when it was answered or not. */
export interface Call {
  readonly kind: string
  /** Null where no answer came. */
  readonly status: number | null
  /** GitHub said that it was asked too often. */
  readonly isLimit: boolean
  /** Null for the App itself. */
  readonly installationId: number | null
  readonly quota: Quota | null
}

/** What waits in the database. */
export interface Waiting {
  readonly count: number
  readonly oldestSeconds: number
}

export interface MetricsOptions {
  /** Asked at every scrape. */
  readonly waiting: () => Promise<{ readonly deliveries: Waiting; readonly evaluations: Waiting }>
  /** Which of these visits still wait to be made, in whatever process. */
  readonly stillWaiting: (evaluations: readonly string[]) => Promise<readonly string[]>
  /** How many branches require the check how; asked at every scrape. */
  readonly postures?: () => Promise<ReadonlyMap<string, number>>
  /** Milliseconds. */
  readonly now?: () => number
}

/** What the rooms tell, and what Prometheus reads of it. No label names an account, a repository or a person (TH-156). */
export interface Metrics {
  /** A delivery was answered; null: its sender was cut off. */
  readonly answered: (status: number | null) => void
  /** Measures one visit. */
  readonly visit: <Result>(key: string, kind: string, work: () => Promise<Result>) => Promise<Result>
  /** Something was given up after its last try. */
  readonly gaveUp: (what: 'delivery' | 'visit') => void
  readonly called: (call: Call) => void
  readonly redWrites: Pick<RedWrites, 'begin' | 'confirm'>
  /** What recovery and sweep count. */
  readonly counters: Readonly<Record<CounterName, (count: number) => void>>
  /** All of it in Prometheus's text format. */
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

const COUNTERS = {
  deliveriesAskedFor: ['deliveries_asked_for_total', 'Deliveries GitHub was asked to send again.'],
  deliveriesRecovered: ['deliveries_recovered_total', 'Deliveries that were asked for and have come since.'],
  deliveriesGivenUp: [
    'deliveries_lost_total',
    'Deliveries asked for so often that nobody asks any more; the sweep finds what they told.',
  ],
  pullRequestsSwept: [
    'pull_requests_swept_total',
    'Open pull requests that were compared with what was published.',
  ],
  reconciliationEnqueued: ['sweep_visits_total', 'Visits that the sweep asked for; most only make sure.'],
  reconciliationDrift: [
    'sweep_drift_total',
    'Visits that only the sweep asked for and that changed a check: each is an event that was lost.',
  ],
} as const
type CounterName = keyof typeof COUNTERS

const PREFIX = 'rfc_alignment_'
const VISIT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Makes the metrics of one server, in a registry of their own. */
export function openMetrics(options: MetricsOptions): Metrics {
  const { waiting, stillWaiting, postures = async () => new Map(), now = Date.now } = options
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const quotas = new Quotas(now)
  const redWrites = new RedWrites(now)
  const answers = new Counter({
    name: `${PREFIX}deliveries_total`,
    help: 'Deliveries by how they were answered: an HTTP status, or "cut off".',
    labelNames: ['answer'] as const,
    registers,
  })
  const evaluations = new Histogram({
    name: `${PREFIX}visit_seconds`,
    help: 'How long visits took, GitHub included.',
    labelNames: ['kind', 'outcome'] as const,
    buckets: VISIT_SECONDS,
    registers,
  })
  const givenUp = new Counter({
    name: `${PREFIX}given_up_total`,
    help: 'Deliveries and visits given up after their last try.',
    labelNames: ['what'] as const,
    registers,
  })
  const calls = new Counter({
    name: `${PREFIX}github_calls_total`,
    help: "Calls to GitHub by kind and by answer: a class of HTTP status, 'limited' or 'none'.",
    labelNames: ['kind', 'answer'] as const,
    registers,
  })
  // Known from the start, so that an alert on an increase sees the first one.
  for (const what of ['delivery', 'visit']) givenUp.inc({ what }, 0)
  new Gauge({
    name: `${PREFIX}github_quota_remaining`,
    help: 'What the installation that has least may still ask of GitHub, by resource.',
    labelNames: ['resource'] as const,
    registers,
    collect() {
      this.reset()
      for (const { resource, remaining } of quotas.lowest()) this.set({ resource }, remaining)
    },
  })
  new Gauge({
    name: `${PREFIX}github_quota_limit`,
    help: 'What that installation may ask in an hour.',
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
  const count = gauge('queue_waiting', 'What waits in all processes together, what runs included.', ['queue'])
  const age = gauge('queue_oldest_seconds', 'How long the oldest of it has waited.', ['queue'])
  const branches = gauge(
    'branches',
    'Branches that RFCs are merged into, by whether they require the check and from whom: pinned is as it should be.',
    ['required_check'],
  )
  const owed = gauge('red_writes_owed', 'Red checks that are not confirmed on GitHub yet.')
  const owedAge = gauge('red_write_oldest_seconds', 'How long the oldest of them has been owed.')

  async function look(): Promise<void> {
    try {
      const open = await waiting()
      // What dashboards read keeps the names it was published with.
      for (const [queue, { count: waits, oldestSeconds }] of [
        ['deliveries', open.deliveries],
        ['visits', open.evaluations],
      ] as const) {
        count.set({ queue }, waits)
        age.set({ queue }, oldestSeconds)
      }
      const debtors = redWrites.evaluations()
      const left = new Set(debtors.length > 0 ? await stillWaiting(debtors) : [])
      // Another process made the visit meanwhile, or it ended without owing anything.
      for (const debtor of debtors) if (!left.has(debtor)) redWrites.settle(debtor)
      branches.reset()
      for (const [posture, many] of await postures()) branches.set({ required_check: posture }, many)
      isUp.set(1)
    } catch {
      // What is not known is not told: an old number would look like good news.
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
