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
    /** Which visits a delivery asks for; none: it is ignored, and the function has logged why. */
    readonly delivery: DeliveryWork['work']
    /** Makes one visit. An error with `retryAfterSeconds` says itself when to come back, and uses up no try. */
    readonly visit: EvaluationWork['work']
  }
  /** Whether a visit that must wait comes before the others that wait with it. */
  readonly isUrgent?: EvaluationWork['isUrgent']
  /** Waits before visits are taken, so that others may take them first. */
  readonly standBack?: () => Promise<void>
  /** Looks after what waits, apart from the visits. */
  readonly watching?: Watching
  /** Seconds to wait after the attempt of that number, from 1. */
  readonly backoffSeconds?: (attempt: number) => number
  /** Told of what was given up after its last try. */
  readonly gaveUp?: (what: 'delivery' | 'visit') => void
  /** How many visits may run at a time, all of different keys. */
  readonly evaluationsAtOnce?: number
  readonly maxTries?: number
}

export interface Queue {
  /** Makes the tables, takes up what was left over, and begins to work. */
  start(): Promise<void>
  /**
   * Keeps a delivery for good and has it worked on; resolves after the commit. One that was seen before is kept
   * once, and worked on again only if its work had ended in failure. Rejects when it is not known to be kept.
   */
  accept(delivery: NewDelivery): Promise<void>
  /** Asks for visits that no delivery brought; `behind`: when nothing else is to be done. */
  enqueue(evaluationJobs: readonly EvaluationJob[], place?: Place): Promise<void>
  /** Whether it takes and does work. */
  ready(): boolean
  /** Resolves when no delivery and no trigger waits any more, here or in another process (for tests). */
  idle(): Promise<void>
  /** Takes no more work and waits up to 10 s for what runs. The database is closed after it. */
  stop(): Promise<void>
}

const HOUR = 3_600_000
// GitHub gives up after 10 s.
const ACCEPT_SECONDS = 8
// 200 deliveries, fewer when they are large: several times of it is in memory while they are written.
const HEAVIEST_GROUP = 8_000_000
const SMALLEST_WEIGHT = 40_000
const DELIVERIES_AT_ONCE = 50
/** A delivery that is being kept for so long came in a burst; work waits for its end, but not for longer than this. */
const LONG_MS = 100
const LONGEST_HOLD_MS = 2_000
const HOLD_MS = 20

/** Makes the queue over an open database; nothing happens before `start`. */
export function openQueue(options: QueueOptions): Queue {
  const { database, rows, log, work } = options
  const {
    backoffSeconds = defaultBackoffSeconds,
    evaluationsAtOnce = 8,
    maxTries = 8,
    gaveUp = () => {},
    isUrgent = async () => false,
    standBack = async () => {},
    watching = { notice: () => {}, settle: () => {} },
  } = options
  const jobs = new Jobs(database, log)
  const shared = { database, rows, jobs, log, backoffSeconds, maxTries, gaveUp, watching }
  let isReady = false
  /** When each delivery came that is being kept, oldest first. */
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

  /** Who waits for an answer comes before work that nobody waits for: while one waits for long, no more of it is begun. */
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
      // One that is due in an hour may hold what takes a success away, and whoever looked after it is gone.
      watching.notice(watchedFor(await rows.triggers.readOpen(database, waiting)))
      await jobs.work(
        { delivery: DELIVERIES_AT_ONCE, visit: evaluationsAtOnce },
        {
          delivery: workDeliveries({ ...shared, work: work.delivery }),
          visit: workEvaluations({ ...shared, work: work.visit, isUrgent }),
        },
        async (queue) => {
          if (queue === 'visit') await standBack()
          await whileOneWaits()
        },
      )
      maintenance = setInterval(() => {
        tidy(database, rows, jobs).catch((error: unknown) =>
          log.error({ err: error }, 'the hourly upkeep failed'),
        )
      }, HOUR).unref()
      isReady = true
    },
    accept: async (delivery) => {
      if (!isReady) throw new Error('the queue is not working')
      const arrived = { at: performance.now() }
      arriving.add(arrived)
      try {
        await withinSeconds(ACCEPT_SECONDS, 'keeping a delivery', keep(delivery))
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

/** Gives a job to every row that waits and has none, and lets each be taken when it is due. Returns the keys of the visits. */
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
  // Nothing should wait without a job; if it ever does, it waits for an hour at most.
  await enqueueWhatWaits(database, rows, jobs)
}
