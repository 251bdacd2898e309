import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { RateLimited } from '../github/faults.ts'
import type { Database } from '../store/database.ts'
import * as rows from '../store/periodic-job-rows.ts'

/** One round that is under way. */
export interface PeriodicRun {
  /** What the last round left; null at the first. */
  readonly mark: string | null
  /** Says that we are alive. Throws when the round is another process's now, or when this one stops. */
  readonly goOn: () => Promise<void>
}

export interface PeriodicJobsOptions {
  readonly name: string
  readonly everySeconds: number
  readonly database: Database
  readonly log: Logger
  /** Does one round, and gives the mark for the next one, if there is news. It may be broken off and done again. */
  readonly work: (round: PeriodicRun) => Promise<string | null>
}

/** What became of a wish for a round. */
export type PeriodicOutcome = 'done' | 'failed' | 'done elsewhere' | 'under way elsewhere'

/** Something that is done at start and ever again, by one process at a time of all that share the database. */
export interface PeriodicJobs {
  /** Begins: one round at once (or as soon as another process has ended its own), the next ones in time. */
  start(): void
  /** Does a round now, whenever the last one was. */
  now(): Promise<PeriodicOutcome>
  /** Whether no round of this process is under way. */
  isIdle(): boolean
  /** Resolves when none is. */
  idle(): Promise<void>
  /** Breaks off what is under way. */
  stop(): Promise<void>
}

/** Tried again so soon where it failed, or where another process was at it. */
const AGAIN_SECONDS = 5
/** Timers of several processes do not fire together; what was done so shortly before counts for all. */
const ENOUGH = 0.9

/** Makes the rounds of one kind; nothing happens before `start` or `now`. */
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

  /** One after the other: whoever asks while a round is under way gets one of their own. */
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
      if (!isStopped) log.warn({ err: error, round: name }, 'a round could not be ended; it is begun again')
      // Where even that fails, the holder is soon believed to be dead.
      if (holdsLease) await rows.giveUp(database, name, holder).catch(() => {})
      waitSeconds =
        error instanceof RateLimited ? error.retryAfterSeconds : Math.min(waitSeconds * 2, everySeconds)
      return 'failed'
    }
  }

  async function goOn(): Promise<void> {
    if (isStopped) throw new Error('the server stops')
    if (await rows.keep(database, name, holder)) return
    throw new Error('another process took the round over')
  }

  return {
    start() {
      const begun = performance.now()
      // Only what began after this start has seen all that was missed before it.
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
