import type { Logger } from 'pino'
import { type Job as BossJob, type ConstructorOptions, PgBoss } from 'pg-boss'
import { Dispatcher } from './dispatcher.ts'
import type { Queryable } from './queue-store.ts'
import { isGroupKey } from '../facts/reference.ts'
import { withinSeconds } from './within-seconds.ts'

/** A wake-up: the row of this key is due. It carries nothing else. */
export type Job = BossJob<{ readonly key: string }>

/** What pg-boss needs of the database. */
export interface JobDatabase {
  readonly kind: 'pglite' | 'postgres'
  /** Whether other processes can wake this one; otherwise it polls. */
  readonly isListenable: boolean
  readonly boss: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'max' | 'schema' | 'createSchema'
  >
}

/** A key that needs a job in `seconds`, and its place among those that are due by then. */
export interface Due {
  readonly key: string
  readonly seconds: number
  readonly place?: Place
}

export type Place = 'first' | 'in line' | 'behind'

const PRIORITY: Readonly<Record<Place, number>> = { first: 1, 'in line': 0, behind: -1 }

const QUEUES = ['delivery', 'visit'] as const
export type QueueName = (typeof QUEUES)[number]

/** Starts the work of jobs and returns a promise for each, in the same order. */
export type Work = (jobs: readonly Job[]) => readonly Promise<void>[]

/** A job that runs longer is aborted: after `EXPIRE_SECONDS` another process may fetch it. */
export const LONGEST_WORK_SECONDS = 590
const EXPIRE_SECONDS = 600
// The minimum of pg-boss.
const HEARTBEAT_SECONDS = 10
const STOP_SECONDS = 10

/**
 * Wraps pg-boss: jobs that are due at once or later, at most one per key, waiting or running, across all
 * processes (policy `exclusive`, a unique index).
 *
 * The policy `stately` allows one waiting job beside a running one, but the waiting one then blocks the head
 * of the queue: the unique index rejects its fetch. pg-boss's own workers fetch one job at a time, all of
 * them at every notification, which took most of the embedded database's time. So jobs are fetched here, by
 * one dispatcher for each queue.
 */
export class Jobs {
  readonly #boss: PgBoss
  readonly #isEmbedded: boolean
  readonly #isListenable: boolean
  /** Named after the schema, so that two Apps on one database do not wake each other. */
  readonly #channel: string
  readonly #log: Logger
  readonly #dispatchers = new Map<QueueName, Dispatcher<Job>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  /** Keys whose jobs this process added with the place `behind`. */
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
      // With several processes, a dead one must be noticed soon; an embedded one starts over.
      ...(this.#isEmbedded ? {} : { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 }),
    })
    this.#boss.on('error', (error) => log.error({ err: error }, 'pg-boss reported an error'))
    this.#boss.on('warning', (warning) => log.warn({ warning }, 'pg-boss reported a warning'))
  }

  async start(): Promise<void> {
    await this.#boss.start()
    for (const queue of QUEUES) {
      const settings = {
        // Attempts are counted in our rows. pg-boss's retries only serve jobs whose process died or whose
        // rows could not be written, so they must never run out.
        retryLimit: 1_000_000,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        expireInSeconds: EXPIRE_SECONDS,
        ...(this.#isEmbedded ? {} : { heartbeatSeconds: HEARTBEAT_SECONDS }),
      }
      await this.#boss.createQueue(queue, { policy: 'exclusive', ...settings })
      // `createQueue` does not change an existing queue.
      await this.#boss.updateQueue(queue, settings)
      // pg-boss looks up a queue at its first use, over the outer connection. Inside a PGlite transaction
      // that lookup would deadlock without an error.
      await this.#boss.findJobs(queue, { key: '-' })
      // Embedded there is no other process: every job was left by one that died.
      if (this.#isEmbedded) await this.#boss.deleteAllJobs(queue)
    }
  }

  /**
   * Adds a job for each key that has none. A key that waits `behind`, or for its time, is moved up when it is
   * added without. The caller calls `wake` after the transaction.
   */
  async add(tx: Queryable, queue: QueueName, due: readonly Due[]): Promise<void> {
    if (due.length === 0) return
    // Sorted, so that two transactions that add the same keys cannot deadlock.
    const sorted = due.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    const jobs = sorted.map(({ key, seconds, place = 'in line' }) => ({
      singletonKey: key,
      data: { key },
      // A merge queue fails a group after a time limit (GH-150), so groups come first (TH-122).
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
    // Wakes the other processes at the commit. Embedded there are none.
    if (!this.#isEmbedded && due.some(({ seconds }) => seconds === 0)) {
      await tx.query('select pg_notify($1, $2)', [this.#channel, queue])
    }
  }

  /**
   * Removes running jobs in a transaction; from its commit on their keys may have new jobs. A job that was
   * given to another process is kept.
   */
  async remove(tx: Queryable, queue: QueueName, jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) this.#behind.delete(job.data.key)
    if (jobs.length > 0) await this.#boss.deleteJob(queue, [...jobs], { db: within(tx) })
  }

  /** Starts fetching jobs, each time after `before`. When the work of a job rejects, the job runs again. */
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
        onFetchError: (error) => this.#log.error({ err: error, queue }, 'could not fetch jobs'),
      })
      this.#dispatchers.set(queue, dispatcher)
    }
    await this.#listen()
    // Polls for jobs whose notification was lost, or whose process died before they were due.
    this.#every(this.#isEmbedded ? 5 : 2, () => this.#wakeAll())
    if (!this.#isEmbedded) this.#every(HEARTBEAT_SECONDS / 3, () => this.#showLife())
    this.#wakeAll()
  }

  /** Fetches added jobs now, or in `seconds`. */
  wake(queue: QueueName, seconds = 0): void {
    if (seconds === 0) this.#dispatchers.get(queue)?.wake()
    // Later jobs are found by polling; a timer of Node cannot wait for weeks.
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

  /** Stops fetching and waits up to 10 s for running jobs; unfinished ones run again elsewhere. */
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
      this.#log.warn({ err: error }, 'LISTEN failed; polling for new jobs every 2 s')
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
        this.#log.error({ err: error, queue }, 'could not renew the leases of running jobs')
      }
    }
  }

  async #putBack(queue: QueueName, job: Job, reason: unknown): Promise<void> {
    this.#log.error({ err: reason, queue, key: job.data.key }, 'could not complete a job; it will run again')
    try {
      await this.#boss.fail(queue, job)
    } catch (error) {
      this.#log.error(
        { err: error, queue, key: job.data.key },
        'could not release a job; it will run again when its lease expires',
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
