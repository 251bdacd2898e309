import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { RateLimited } from '../github/faults.ts'
import type { Database } from '../store/database.ts'
import * as rows from '../store/periodic-job-rows.ts'

/** One run of a periodic job. */
export interface PeriodicRun {
  /** The mark of the last run; null at the first. */
  readonly mark: string | null
  /** Renews the lease. Throws when it was lost, or when this process stops. */
  readonly goOn: () => Promise<void>
}

export interface PeriodicJobsOptions {
  readonly name: string
  readonly everySeconds: number
  readonly database: Database
  readonly log: Logger
  /** Does one run and returns the mark for the next, or null to keep the old one. It may be aborted and run again. */
  readonly work: (run: PeriodicRun) => Promise<string | null>
}

/** The result of asking for a run. */
export type PeriodicOutcome = 'done' | 'failed' | 'done elsewhere' | 'under way elsewhere'

/** A job that runs at start and then at an interval, in one process of all that share the database. */
export interface PeriodicJobs {
  /** Starts the job: the first run at once, or as soon as another process has ended its own. */
  start(): void
  /** Runs the job now, whenever the last run was. */
  now(): Promise<PeriodicOutcome>
  /** Whether this process has no run. */
  isIdle(): boolean
  /** Resolves when it has none. */
  idle(): Promise<void>
  /** Aborts the current run. */
  stop(): Promise<void>
}

/** Seconds until the retry after a failure, or while another process runs the job. */
const AGAIN_SECONDS = 5
/** A run within this share of the interval counts as the current one, because the timers of processes differ. */
const ENOUGH = 0.9

/** Creates a periodic job; nothing happens before `start` or `now`. */
export function createPeriodicJobs({
  name,
  everySeconds,
  database,
  log,
  work,
}: PeriodicJobsOptions): PeriodicJobs {
  const holder = randomUUID()
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let underway: Promise<PeriodicOutcome> = Promise.resolve('done')
  let waitSeconds = AGAIN_SECONDS
  let wanted = 0

  const schedule = (seconds: number, ago: () => number) => {
    clearTimeout(timer)
    if (isStopped) return
    timer = setTimeout(() => void tick(ago), seconds * 1000)
  }

  async function tick(ago: () => number): Promise<void> {
    const outcome = await next(ago())
    const isOver = outcome === 'done' || outcome === 'done elsewhere'
    if (isOver) schedule(everySeconds, () => everySeconds * ENOUGH)
    else schedule(outcome === 'failed' ? waitSeconds : Math.min(AGAIN_SECONDS, everySeconds), ago)
  }

  /** Runs are serial: a request during a run gets a run of its own. */
  function next(ago: number): Promise<PeriodicOutcome> {
    wanted += 1
    underway = underway
      .then(() => attempt(ago))
      .finally(() => {
        wanted -= 1
      })
    return underway
  }

  async function attempt(ago: number): Promise<PeriodicOutcome> {
    if (isStopped) return 'failed'
    let holdsLease = false
    try {
      const claimed = await rows.claim(database, { name, holder, ago })
      if (!claimed) return (await rows.holdsLease(database, name)) ? 'under way elsewhere' : 'done elsewhere'
      holdsLease = true
      const mark = await work({ mark: claimed.mark, goOn })
      await rows.finish(database, { name, holder, mark })
      waitSeconds = AGAIN_SECONDS
      return 'done'
    } catch (error) {
      if (!isStopped) log.warn({ err: error, round: name }, 'a periodic job failed; retrying')
      // If that fails, the lease expires soon.
      if (holdsLease) await rows.giveUp(database, name, holder).catch(() => {})
      waitSeconds =
        error instanceof RateLimited ? error.retryAfterSeconds : Math.min(waitSeconds * 2, everySeconds)
      return 'failed'
    }
  }

  async function goOn(): Promise<void> {
    if (isStopped) throw new Error('the server is stopping')
    if (await rows.keep(database, name, holder)) return
    throw new Error('another process took over the job')
  }

  return {
    start() {
      const begun = performance.now()
      // Only a run that started after this process has seen what was missed before.
      void tick(() => (performance.now() - begun) / 1000)
    },
    now: () => next(0),
    isIdle: () => wanted === 0,
    idle: async () => {
      await underway
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await underway
    },
  }
}
