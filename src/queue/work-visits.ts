import type { Logger } from 'pino'
import type { Reference } from '../domain/reference.ts'
import type { Trigger } from '../domain/trigger.ts'
import { type Failure, readFailure } from './failure.ts'
import type { Job, Jobs } from './jobs.ts'
import type { OpenTrigger, Queryable, Rows } from './rows.ts'

/** One visit to make: where to, and everything that asked for it. */
export interface VisitRequest {
  readonly reference: Reference
  readonly triggers: readonly Trigger[]
  /** From 1; counts those that failed before, since the last that went well. */
  readonly attempt: number
  /** When this attempt fails too, the triggers are closed unanswered. */
  readonly last: boolean
}

export interface VisitWork {
  readonly database: {
    transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
  }
  readonly rows: Rows
  readonly jobs: Jobs
  readonly log: Logger
  readonly work: (visit: VisitRequest) => Promise<void>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
}

/**
 * Makes the handler of visit jobs. It reads the open triggers of its key, makes the visit, and closes exactly
 * those triggers; for others that came meanwhile it rings again, at the end of the queue.
 */
export function workVisits(options: VisitWork): (job: Job) => Promise<void> {
  return async (job) => {
    const begun = await begin(job, options)
    if (begun === null) return
    const failure = await attempt(begun, options)
    const wakeInSeconds = await settle(job, begun, failure, options)
    if (wakeInSeconds !== null) options.jobs.wakeIn(wakeInSeconds, 'visit')
  }
}

interface Begun {
  readonly key: string
  readonly open: readonly OpenTrigger[]
  readonly request: VisitRequest
}

async function begin(job: Job, { database, rows, jobs, maxTries }: VisitWork): Promise<Begun | null> {
  const { key } = job.data
  return await database.transaction(async (tx) => {
    // The lock first and the triggers in a second statement: waiting for the lock may have let new ones in.
    const { tries } = await rows.visits.lockOne(tx, key)
    const open = await rows.triggers.readOpen(tx, key)
    // The newest reference has the repository's newest name.
    const reference = open.at(-1)?.reference
    if (reference === undefined) {
      await jobs.remove(tx, 'visit', job)
      return null
    }
    const triggers = open.map(({ trigger }) => trigger)
    return { key, open, request: { reference, triggers, attempt: tries + 1, last: tries + 1 >= maxTries } }
  })
}

async function attempt({ key, request }: Begun, { work, log }: VisitWork): Promise<Failure | null> {
  try {
    await work(request)
    return null
  } catch (thrown) {
    const failure = readFailure(thrown)
    const isGivenUp = request.last && failure.retryAfterSeconds === null
    const context = { err: thrown, visit: key, attempt: request.attempt }
    if (isGivenUp) log.error(context, 'a visit failed for the last time; the next event begins anew')
    else log.warn(context, 'a visit failed and will be tried again')
    return failure
  }
}

/** Gives the seconds after which the visit is due again, or null when nothing is left to wait for. */
async function settle(
  job: Job,
  { key, open, request }: Begun,
  failure: Failure | null,
  { database, rows, jobs, backoffSeconds, maxTries }: VisitWork,
): Promise<number | null> {
  return await database.transaction(async (tx) => {
    await rows.visits.lockOne(tx, key)
    await jobs.remove(tx, 'visit', job)
    const tries = request.attempt - (failure === null || failure.retryAfterSeconds !== null ? 1 : 0)
    if (failure !== null && (failure.retryAfterSeconds !== null || tries < maxTries)) {
      const seconds = failure.retryAfterSeconds ?? backoffSeconds(request.attempt)
      await rows.visits.postpone(tx, { key, error: failure.error, tries, seconds })
      await jobs.add(tx, 'visit', [{ key, seconds }])
      return seconds
    }
    if (failure === null) await rows.visits.succeed(tx, key)
    else await rows.visits.giveUp(tx, { key, error: failure.error })
    const ids = open.map(({ id }) => id)
    const { more } = await rows.triggers.close(tx, key, ids)
    if (more) await jobs.add(tx, 'visit', [{ key, seconds: 0 }])
    return null
  })
}
