import type { Logger } from 'pino'
import { type Job as BossJob, type ConstructorOptions, PgBoss } from 'pg-boss'
import { Dispatcher } from './dispatcher.ts'
import type { Queryable } from './queue-store.ts'
import { isGroupKey } from '../facts/reference.ts'
import { withinSeconds } from './within-seconds.ts'

/** A doorbell: it says that the row of this key is due, and carries nothing else. */
export type Job = BossJob<{ readonly key: string }>

/** What the jobs need of the database. */
export interface JobDatabase {
  readonly kind: 'pglite' | 'postgres'
  /** Whether other processes can wake us; otherwise new work is looked for. */
  readonly isListenable: boolean
  readonly boss: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'max' | 'schema' | 'createSchema'
  >
}

/** A key that is to have a job, in so many seconds, and where it stands among those that are due by then. */
export interface Due {
  readonly key: string
  readonly seconds: number
  readonly place?: Place
}

export type Place = 'first' | 'in line' | 'behind'

const PRIORITY: Readonly<Record<Place, number>> = { first: 1, 'in line': 0, behind: -1 }

const QUEUES = ['delivery', 'visit'] as const
export type QueueName = (typeof QUEUES)[number]

/** Starts the work of some jobs, and gives a promise for each in the same order. */
export type Work = (jobs: readonly Job[]) => readonly Promise<void>[]

/** The work of one job may take so long, and no longer: after that another process may be given the job. */
export const LONGEST_WORK_SECONDS = 590
const EXPIRE_SECONDS = 600
// The smallest that pg-boss allows.
const HEARTBEAT_SECONDS = 10
const STOP_SECONDS = 10

/**
 * pg-boss, as far as we use it: jobs that are due at once or later, of which there is never more than one per
 * key, waiting or running, in all processes together (policy `exclusive`, a unique index).
 *
 * The policy `stately` allows one waiting beside one running, but then the waiting one stands at the head of the
 * queue, cannot be fetched (the unique index refuses) and holds up all other keys. And pg-boss's own workers
 * fetch one by one, all of them at every notification; embedded, where all share one connection, that took most
 * of its time. So jobs are fetched here, by one dispatcher for each queue.
 */
export class Jobs {
  readonly #boss: PgBoss
  readonly #isEmbedded: boolean
  readonly #isListenable: boolean
  /** Of the jobs' schema, so that two Apps on one database do not wake each other. */
  readonly #channel: string
  readonly #log: Logger
  readonly #dispatchers = new Map<QueueName, Dispatcher<Job>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  /** Keys of visits that wait behind all others, as far as this process made their jobs. */
  readonly #behind = new Set<string>()
  #stopListening: (() => Promise<void>) | undefined

  constructor(database: JobDatabase, log: Logger) {
    this.#isEmbedded = database.kind === 'pglite'
    this.#isListenable = database.isListenable
    this.#channel = `rfc_alignment_${database.boss.schema ?? 'pgboss'}`
    this.#log = log
    this.#boss = new PgBoss({
      ...database.boss,
      schedule: false,
      // With several processes the death of one shall be seen soon; an embedded one starts over instead.
      ...(this.#isEmbedded ? {} : { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 }),
    })
    this.#boss.on('error', (error) => log.error({ err: error }, 'the queue met an error'))
    this.#boss.on('warning', (warning) => log.warn({ warning }, 'the queue warns'))
  }

  async start(): Promise<void> {
    await this.#boss.start()
    for (const queue of QUEUES) {
      const settings = {
        // Tries are counted in our rows. pg-boss's own retries only serve a job whose process died or whose
        // rows could not be written, and must never run out.
        retryLimit: 1_000_000,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        expireInSeconds: EXPIRE_SECONDS,
        ...(this.#isEmbedded ? {} : { heartbeatSeconds: HEARTBEAT_SECONDS }),
      }
      await this.#boss.createQueue(queue, { policy: 'exclusive', ...settings })
      // `createQueue` leaves an existing queue as it is.
      await this.#boss.updateQueue(queue, settings)
      // pg-boss looks a queue up when it is first used, over the outer connection. Inside a transaction of PGlite
      // that lookup would wait for the transaction that waits for it, forever and without an error.
      await this.#boss.findJobs(queue, { key: '-' })
      // Embedded there is no other process: whatever is there was left by one that died.
      if (this.#isEmbedded) await this.#boss.deleteAllJobs(queue)
    }
  }

  /**
   * Adds a job for each key that has none; one that is to wait `behind` all others, or for its time, no longer does when it
   * is added without. After the transaction the caller calls `wake`.
   */
  async add(tx: Queryable, queue: QueueName, due: readonly Due[]): Promise<void> {
    if (due.length === 0) return
    // Sorted, so that two transactions that add the same keys wait for each other in the same order.
    const sorted = due.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    const jobs = sorted.map(({ key, seconds, place = 'in line' }) => ({
      singletonKey: key,
      data: { key },
      // A merge queue waits for its groups, and counts them as failed in time (GH-150): they come first (TH-122).
      priority: isGroupKey(key) && place === 'in line' ? 1 : PRIORITY[place],
      ...(seconds > 0 && { startAfter: seconds }),
    }))
    await this.#boss.insert(queue, jobs, { db: within(tx) })
    for (const { key, place, seconds } of sorted) {
      if (place === 'behind') this.#behind.add(key)
      else if (this.#behind.delete(key)) {
        const at = seconds === 0 ? { startAfter: new Date() } : {}
        await this.#boss.update(queue, undefined, { singletonKey: key, priority: 0, ...at, db: within(tx) })
      }
    }
    // Tells the other processes, at the commit. Embedded there are none.
    if (!this.#isEmbedded && due.some(({ seconds }) => seconds === 0)) {
      await tx.query('select pg_notify($1, $2)', [this.#channel, queue])
    }
  }

  /**
   * Takes running jobs away in a transaction, so that from its commit on their keys may have new ones.
   * A job whose claim has lapsed (it was given to another process) stays.
   */
  async remove(tx: Queryable, queue: QueueName, jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) this.#behind.delete(job.data.key)
    if (jobs.length > 0) await this.#boss.deleteJob(queue, [...jobs], { db: within(tx) })
  }

  /**
   * Begins to take jobs; each time after `before`. Where the work of one rejects, nothing is known of it, and it is run
   * again.
   */
  async work(
    limits: Readonly<Record<QueueName, number>>,
    works: Readonly<Record<QueueName, Work>>,
    before: (queue: QueueName) => Promise<void>,
  ): Promise<void> {
    for (const queue of QUEUES) {
      const dispatcher = new Dispatcher<Job>({
        limit: limits[queue],
        fetch: async (atMost) => {
          await before(queue)
          return await this.#boss.fetch<{ key: string }>(queue, { batchSize: atMost })
        },
        run: (jobs) =>
          works[queue](jobs).map((ended, index) =>
            ended.catch((error: unknown) => this.#putBack(queue, jobs[index]!, error)),
          ),
        onFetchError: (error) => this.#log.error({ err: error, queue }, 'could not take jobs'),
      })
      this.#dispatchers.set(queue, dispatcher)
    }
    await this.#listen()
    // A backstop: for notifications that were lost, and for jobs due later whose process died.
    this.#every(this.#isEmbedded ? 5 : 2, () => this.#wakeAll())
    if (!this.#isEmbedded) this.#every(HEARTBEAT_SECONDS / 3, () => this.#showLife())
    this.#wakeAll()
  }

  /** Lets jobs be taken that were added and are due now, or in `seconds`. */
  wake(queue: QueueName, seconds = 0): void {
    if (seconds === 0) this.#dispatchers.get(queue)?.wake()
    // What is further away is found by polling; a timer of Node cannot wait for weeks.
    if (seconds === 0 || seconds > 3600) return
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        this.wake(queue)
      },
      Math.ceil(seconds * 1000) + 1,
    )
    this.#timers.add(timer)
  }

  /** Takes no more jobs, and waits up to 10 s for those that run; what does not end is run again elsewhere. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    const ended = Promise.all([...this.#dispatchers.values()].map((dispatcher) => dispatcher.stop()))
    await withinSeconds(STOP_SECONDS, 'the work under way', ended).catch((error: unknown) =>
      this.#log.warn(
        { err: error },
        'stopped before the work under way had ended; the next start does it again',
      ),
    )
    await this.#stopListening?.()
    await this.#boss.stop({ graceful: true, timeout: 1_000 })
  }

  async #listen(): Promise<void> {
    if (!this.#isListenable) return
    try {
      const listener = await this.#boss.getDb().listen?.(
        this.#channel,
        (queue) => this.#dispatchers.get(queue as QueueName)?.wake(),
        () => this.#wakeAll(),
      )
      this.#stopListening = listener && (() => listener.close())
    } catch (error) {
      this.#log.warn({ err: error }, 'cannot listen to PostgreSQL; looking for new work every 2 s instead')
    }
  }

  #wakeAll(): void {
    for (const dispatcher of this.#dispatchers.values()) dispatcher.wake()
  }

  async #showLife(): Promise<void> {
    for (const [queue, dispatcher] of this.#dispatchers) {
      const jobs = dispatcher.active()
      if (jobs.length === 0) continue
      try {
        await this.#boss.touch(queue, [...jobs])
      } catch (error) {
        this.#log.error({ err: error, queue }, 'could not show that jobs are being worked on')
      }
    }
  }

  async #putBack(queue: QueueName, job: Job, reason: unknown): Promise<void> {
    this.#log.error({ err: reason, queue, key: job.data.key }, 'could not settle a job; it is done again')
    try {
      await this.#boss.fail(queue, job)
    } catch (error) {
      this.#log.error(
        { err: error, queue, key: job.data.key },
        'could not put a job back; it is done again later',
      )
    }
  }

  #every(seconds: number, action: () => void): void {
    this.#timers.add(setInterval(action, seconds * 1000))
  }
}

function within(tx: Queryable): NonNullable<ConstructorOptions['db']> {
  return { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) }
}
