import type { Logger } from 'pino'
import { type ConstructorOptions, type Job as BossJob, PgBoss } from 'pg-boss'
import type { Queryable } from './rows.ts'

/** A doorbell: it says that the row of this key is due, and carries nothing else. */
export type Job = BossJob<{ readonly key: string }>

/** What the jobs need of the database. */
export interface JobDatabase {
  readonly kind: 'pglite' | 'postgres'
  readonly boss: Pick<ConstructorOptions, 'db' | 'backend' | 'connectionString' | 'max'>
}

export const QUEUES = ['delivery', 'visit'] as const
export type QueueName = (typeof QUEUES)[number]

// A job that runs longer is given to another worker; nothing of ours takes minutes.
const EXPIRE_SECONDS = 600
// The smallest that pg-boss allows.
const HEARTBEAT_SECONDS = 10

/**
 * pg-boss, as far as we use it: jobs that wake a worker at once or at a time, of which there is never more than
 * one per key, waiting or running, in all processes together (policy `exclusive`, a unique index).
 *
 * The policy `stately` allows one waiting beside one running, but then the waiting one stands at the head of the
 * queue, cannot be fetched (the unique index refuses) and holds up all other keys.
 */
export class Jobs {
  readonly #boss: PgBoss
  readonly #isEmbedded: boolean
  readonly #workers = new Map<QueueName, string[]>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(database: JobDatabase, log: Logger) {
    this.#isEmbedded = database.kind === 'pglite'
    this.#boss = new PgBoss({
      ...database.boss,
      useListenNotify: true,
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
        notify: true,
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

  /** Adds a job for each key that has none; those due at once wake a worker when the transaction commits. */
  async add(
    tx: Queryable,
    queue: QueueName,
    due: readonly { readonly key: string; readonly seconds: number }[],
  ): Promise<void> {
    if (due.length === 0) return
    const jobs = due.map(({ key, seconds }) => ({
      singletonKey: key,
      data: { key },
      ...(seconds > 0 && { startAfter: seconds }),
    }))
    await this.#boss.insert(queue, jobs, { db: within(tx) })
  }

  /**
   * Takes a running job away in a transaction, so that from its commit on the key may have a new one.
   * A job whose claim has lapsed (it was given to another process) stays.
   */
  async remove(tx: Queryable, queue: QueueName, job: Job): Promise<void> {
    await this.#boss.deleteJob(queue, job, { db: within(tx) })
  }

  /** Lets `count` workers take jobs, each up to `atOnce` at a time; `handle` must not reject for its own work. */
  async work(
    queue: QueueName,
    { count, atOnce }: { count: number; atOnce: number },
    handle: (job: Job) => Promise<void>,
  ): Promise<void> {
    const workers: string[] = []
    this.#workers.set(queue, workers)
    const options = {
      batchSize: atOnce,
      // A backstop for a notification that was lost, and for jobs due later whose process died.
      notifyPollingIntervalSeconds: this.#isEmbedded ? 5 : 2,
    }
    for (let index = 0; index < count; index++) {
      const worker: string = await this.#boss.work<{ key: string }>(queue, options, async (jobs) => {
        try {
          await Promise.all(jobs.map(handle))
        } finally {
          // A worker sleeps after a job unless it was notified meanwhile, even when hundreds wait.
          this.#boss.notifyWorker(worker)
        }
      })
      workers.push(worker)
    }
  }

  /** Wakes the workers in `seconds`: pg-boss notifies nobody of a job that was due later. */
  wakeIn(seconds: number, queue: QueueName): void {
    // What is further away is found by polling; a timer of Node cannot wait for weeks.
    if (seconds > 3600) return
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        for (const worker of this.#workers.get(queue) ?? []) this.#boss.notifyWorker(worker)
      },
      Math.ceil(seconds * 1000) + 1,
    )
    this.#timers.add(timer)
  }

  /** Takes no more jobs, and waits up to 10 s for those that run. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    await this.#boss.stop({ graceful: true, timeout: 10_000 })
  }
}

function within(tx: Queryable): NonNullable<ConstructorOptions['db']> {
  return { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) }
}
