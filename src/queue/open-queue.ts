import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { defaultBackoffSeconds } from '../facts/failure.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { enqueue } from './enqueue.ts'
import { groupCommit } from './group-commit.ts'
import { keeping } from './inbox-channel.ts'
import { type JobDatabase, Jobs, type Place } from './jobs.ts'
import type { NewDelivery } from '../facts/delivery.ts'
import type { Queryable, Rows } from './queue-store.ts'
import { withinSeconds } from './within-seconds.ts'
import { type DeliveryWork, workDeliveries } from './work-deliveries.ts'
import { type EvaluationWork, type Watching, watchedFor, workEvaluations } from './work-evaluations.ts'

export interface QueueOptions {
  readonly database: DeliveryWork['database'] & JobDatabase
  readonly rows: Rows
  readonly log: Logger
  readonly work: {
    /**
     * Returns the evaluations a delivery asks for; with none the delivery is ignored, and the function has
     * logged why.
     */
    readonly delivery: DeliveryWork['work']
    /** Runs one evaluation. An error with `retryAfterSeconds` sets its own delay and does not count as an attempt. */
    readonly visit: EvaluationWork['work']
  }
  /** Whether a delayed evaluation comes before the other delayed ones. */
  readonly isUrgent?: EvaluationWork['isUrgent']
  /** Called before evaluations are fetched; may wait, so that other servers fetch them first. */
  readonly beforeEvaluations?: () => Promise<void>
  /** Watches keys with open triggers, independently of their evaluations. */
  readonly watching?: Watching
  /** Seconds to wait after a failed attempt, by its number from 1. */
  readonly backoffSeconds?: (attempt: number) => number
  /** Called when something was given up after its last attempt. */
  readonly gaveUp?: (what: 'delivery' | 'visit') => void
  /** The maximum number of concurrent evaluations, each of a different key. */
  readonly evaluationsAtOnce?: number
  readonly maxTries?: number
}

export interface Queue {
  /** Creates pg-boss's tables, adds jobs for open rows and starts working. */
  start(): Promise<void>
  /**
   * Stores a delivery durably and adds its job; resolves after the commit. A delivery that is already stored
   * is ignored, unless it is a dead letter. Rejects when it is not known to be stored.
   */
  accept(delivery: NewDelivery): Promise<void>
  /** Enqueues evaluations that no delivery asked for; `behind` runs them when nothing else is due. */
  enqueue(evaluationJobs: readonly EvaluationJob[], place?: Place): Promise<void>
  /** Whether the queue accepts and processes work. */
  ready(): boolean
  /** Resolves when no delivery and no trigger is open, in any process (for tests). */
  idle(): Promise<void>
  /** Stops fetching and waits up to 10 s for running work. Close the database after it. */
  stop(): Promise<void>
}

const HOUR = 3_600_000
// GitHub waits 10 s for an answer.
const ACCEPT_SECONDS = 8
// 200 deliveries, fewer when they are large: several copies are in memory during the write.
const HEAVIEST_GROUP = 8_000_000
const SMALLEST_WEIGHT = 40_000
const DELIVERIES_AT_ONCE = 50
/**
 * A delivery that takes this long to store is part of a burst; new work waits for its end, up to
 * `LONGEST_HOLD_MS`.
 */
const LONG_MS = 100
const LONGEST_HOLD_MS = 2_000
const HOLD_MS = 20

/** Creates the queue on an open database; nothing happens before `start`. */
export function openQueue(options: QueueOptions): Queue {
  const { database, rows, log, work } = options
  const {
    backoffSeconds = defaultBackoffSeconds,
    evaluationsAtOnce = 8,
    maxTries = 8,
    gaveUp = () => {},
    isUrgent = async () => false,
    beforeEvaluations = async () => {},
    watching = { notice: () => {}, settle: () => {} },
  } = options
  const jobs = new Jobs(database, log)
  const shared = { database, rows, jobs, log, backoffSeconds, maxTries, gaveUp, watching }
  let isReady = false
  /** Arrival times of deliveries that are being stored, oldest first. */
  const arriving = new Set<{ readonly at: number }>()
  let maintenance: NodeJS.Timeout | undefined

  const keep = groupCommit<NewDelivery>(
    async (deliveries) => {
      await keeping.tracePromise(() =>
        database.transaction(async (tx) => {
          const ids = await rows.inbox.keep(tx, deliveries)
          await jobs.add(
            tx,
            'delivery',
            ids.map((key) => ({ key, seconds: 0 })),
          )
        }),
      )
      jobs.wake('delivery')
    },
    HEAVIEST_GROUP,
    ({ body }) => Math.max(SMALLEST_WEIGHT, body.length),
  )

  /** Delays new work while a delivery is slow to store: its sender waits for an answer. */
  const whileOneWaits = async () => {
    for (let held = 0; held < LONGEST_HOLD_MS; held += HOLD_MS) {
      const [oldest] = arriving
      if (!oldest || performance.now() - oldest.at < LONG_MS) return
      await delay(HOLD_MS)
    }
  }

  return {
    start: async () => {
      await jobs.start()
      const waiting = await enqueueWhatWaits(database, rows, jobs)
      // A postponed evaluation may hold a trigger that takes a success away, and the process that watched it
      // is gone.
      watching.notice(watchedFor(await rows.triggers.readOpen(database, waiting)))
      await jobs.work(
        { delivery: DELIVERIES_AT_ONCE, visit: evaluationsAtOnce },
        {
          delivery: workDeliveries({ ...shared, work: work.delivery }),
          visit: workEvaluations({ ...shared, work: work.visit, isUrgent }),
        },
        async (queue) => {
          if (queue === 'visit') await beforeEvaluations()
          await whileOneWaits()
        },
      )
      maintenance = setInterval(() => {
        tidy(database, rows, jobs).catch((error: unknown) =>
          log.error({ err: error }, 'hourly maintenance failed'),
        )
      }, HOUR).unref()
      isReady = true
    },
    accept: async (delivery) => {
      if (!isReady) throw new Error('the queue is not ready')
      const arrived = { at: performance.now() }
      arriving.add(arrived)
      try {
        await withinSeconds(ACCEPT_SECONDS, 'storing a delivery', keep(delivery))
      } finally {
        arriving.delete(arrived)
      }
    },
    enqueue: async (evaluationJobs, place) => {
      const enqueues = evaluationJobs.map((evaluationJob) => ({ evaluationJob, deliveryId: null }))
      await database.transaction((tx) => enqueue(tx, rows, jobs, enqueues, place))
      jobs.wake('visit')
      watching.notice(watchedFor(evaluationJobs))
    },
    ready: () => isReady,
    idle: async () => {
      while (await isSomethingWaiting(database, rows)) await delay(10)
    },
    stop: async () => {
      isReady = false
      clearInterval(maintenance)
      await jobs.stop()
    },
  }
}

async function isSomethingWaiting(database: Queryable, rows: Rows): Promise<boolean> {
  return (
    (await rows.inbox.waiting(database)).length > 0 || (await rows.evaluations.waiting(database)).length > 0
  )
}

/** Adds a job for every open row that has none. Returns the keys of the evaluations. */
async function enqueueWhatWaits(
  database: DeliveryWork['database'],
  rows: Rows,
  jobs: Jobs,
): Promise<readonly string[]> {
  const waiting = await database.transaction(async (tx) => {
    const delivery = await rows.inbox.waiting(tx)
    const visit = await rows.evaluations.waiting(tx)
    await jobs.add(tx, 'delivery', delivery)
    await jobs.add(tx, 'visit', visit)
    return { delivery, visit }
  })
  for (const { seconds } of waiting.delivery) jobs.wake('delivery', seconds)
  for (const { seconds } of waiting.visit) jobs.wake('visit', seconds)
  return waiting.visit.map(({ key }) => key)
}

async function tidy(database: DeliveryWork['database'], rows: Rows, jobs: Jobs): Promise<void> {
  await rows.inbox.forgetOld(database)
  // A safety net: an open row without a job waits an hour at most.
  await enqueueWhatWaits(database, rows, jobs)
}
