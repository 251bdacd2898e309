import type { Logger } from 'pino'
import { readFailure } from '../facts/failure.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { EvaluationJob, OpenTrigger, Trigger } from '../facts/trigger.ts'
import { couldTakeAway } from '../rules/takes-away.ts'
import { evaluationContext } from './evaluation-context.ts'
import { groupCommit } from './group-commit.ts'
import { type Due, type Job, type Jobs, LONGEST_WORK_SECONDS, type Work } from './jobs.ts'
import type { Queryable, Rows, Transactions } from './queue-store.ts'
import { withinSeconds } from './within-seconds.ts'

/** An evaluation to run: of what, and all triggers that asked for it. */
export interface EvaluationRequest {
  readonly reference: Reference
  readonly triggers: readonly Trigger[]
  /** The deliveries that brought the triggers, each once. */
  readonly deliveries: readonly string[]
  /** From 1; counts the failed attempts since the last success. */
  readonly attempt: number
  /** Whether this is the last attempt: if it fails, the triggers are closed unanswered. */
  readonly last: boolean
  /**
   * Whether this process still has the lease. It is lost when the job was given to another process because
   * this one slept or was cut off; then nothing read before may be written.
   */
  readonly holdsLease: () => Promise<boolean>
  /** Whether no trigger that could take a success away arrived since the start (V6). */
  readonly isNewest: () => Promise<boolean>
}

/** Called for evaluations with open triggers, and for keys without any. */
export interface Watching {
  readonly notice: (references: readonly Reference[]) => void
  readonly settle: (keys: readonly string[]) => void
}

/**
 * Returns the references whose success a job may take away, and the merge groups that a queue waits for (V8),
 * each once. The others are watched from the start of their evaluation on: reconciliation may have enqueued
 * thousands.
 */
export function watchedFor(jobs: readonly EvaluationJob[]): readonly Reference[] {
  const references = jobs.flatMap(({ reference, trigger }) =>
    trigger.kind === 'group' || couldTakeAway(trigger) ? [reference] : [],
  )
  return [...new Map(references.map((reference) => [evaluationKey(reference), reference])).values()]
}

/** Thrown when the lease was lost: the new holder does the rest. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

export interface EvaluationWork {
  readonly database: Transactions & Queryable
  readonly rows: Rows
  readonly jobs: Jobs
  readonly log: Logger
  readonly work: (visit: EvaluationRequest) => Promise<void>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
  readonly gaveUp: (what: 'visit') => void
  /** Whether a delayed evaluation comes before the other delayed ones. */
  readonly isUrgent: (reference: Reference) => Promise<boolean>
  readonly watching: Watching
}

/**
 * Returns the worker of evaluation jobs: reads the open triggers of the key, runs the evaluation and closes
 * exactly those triggers. If others arrived meanwhile, enqueues the key again at the end of the queue.
 */
export function workEvaluations(options: EvaluationWork): Work {
  const { jobs } = options
  // Evaluations that end during a transaction share the next.
  const settle = groupCommit<Ended>((group) => commit(group, options), 100)
  return (taken) => {
    const beginning = begin(taken, options)
    return taken.map(async (job) => {
      const begun = (await beginning).get(job.data.key)
      if (begun === undefined) return
      const ended = await attempt(job, begun, options)
      await settle(ended)
      jobs.wake('visit', ended.kind === 'postponed' ? ended.seconds : 0)
    })
  }
}

interface Begun {
  readonly open: readonly OpenTrigger[]
  /** The fencing token of this lease. */
  readonly fence: number
  readonly request: EvaluationRequest
}

type Ended = {
  readonly job: Job
  readonly key: string
  readonly open: readonly OpenTrigger[]
  readonly fence: number
} & (
  | { readonly kind: 'visited' }
  | { readonly kind: 'superseded' }
  | ({
      readonly kind: 'postponed'
      readonly error: string
      readonly tries: number
      /** Its triggers are answered; the remaining writes are less urgent. */
      readonly isAnswered: boolean
    } & Due)
  | { readonly kind: 'given up'; readonly error: string }
)

/** Returns the evaluations to run by key; removes the jobs of keys without open triggers. */
async function begin(
  taken: readonly Job[],
  { database, rows, jobs, maxTries, watching }: EvaluationWork,
): Promise<ReadonlyMap<string, Begun>> {
  const keys = taken.map((job) => job.data.key)
  const begun = await database.transaction(async (tx) => {
    // Lock before reading the triggers: new ones may arrive while waiting for the lock.
    const locked = await rows.evaluations.lock(tx, keys)
    const open = Map.groupBy(await rows.triggers.readOpen(tx, keys), ({ key }) => key)
    const done = taken.filter((job) => !open.has(job.data.key))
    await jobs.remove(tx, 'visit', done)
    await rows.evaluations.take(tx, [...open.keys()])
    const known = new Map(locked.map((visit) => [visit.key, visit]))
    return new Map(
      [...open].map(([key, triggers]) => {
        const { tries = 0, fence: before = 0 } = known.get(key) ?? {}
        const fence = before + 1
        const attempt = tries + 1
        const request = {
          // The newest trigger has the repository's current name.
          reference: triggers.at(-1)!.reference,
          triggers: triggers.map(({ trigger }) => trigger),
          deliveries: deliveriesOf(triggers),
          attempt,
          last: attempt >= maxTries,
          holdsLease: () => rows.evaluations.holdsLease(database, key, fence),
          isNewest: async () => {
            const known = new Set(triggers.map(({ id }) => id))
            const now = await rows.triggers.readOpen(database, [key])
            return now.every(({ id, trigger }) => known.has(id) || !couldTakeAway(trigger))
          },
        }
        return [key, { open: triggers, fence, request }]
      }),
    )
  })
  watching.notice([...begun.values()].map(({ request }) => request.reference))
  return begun
}

function deliveriesOf(triggers: readonly OpenTrigger[]): readonly string[] {
  return [...new Set(triggers.flatMap(({ deliveryId }) => deliveryId ?? []))]
}

async function attempt(
  job: Job,
  { open, fence, request }: Begun,
  { work, log, backoffSeconds, gaveUp, isUrgent }: EvaluationWork,
): Promise<Ended> {
  const { key } = job.data
  const ended = { job, key, open, fence }
  try {
    await withinSeconds(LONGEST_WORK_SECONDS, 'an evaluation', work(request))
    return { ...ended, kind: 'visited' }
  } catch (thrown) {
    if (thrown instanceof LeaseLost) {
      log.warn({ visit: key }, 'lease lost or a newer event arrived; the evaluation runs again')
      return { ...ended, kind: 'superseded' }
    }
    const { error, retryAfterSeconds, isAnswered, isBackground } = readFailure(thrown)
    const context = { err: thrown, ...evaluationContext(request), key, attempt: request.attempt }
    if (request.last && retryAfterSeconds === null) {
      gaveUp('visit')
      log.error(context, 'evaluation failed, max attempts exceeded; the next event starts over')
      return { ...ended, kind: 'given up', error }
    }
    const seconds = retryAfterSeconds ?? backoffSeconds(request.attempt)
    const tries = request.attempt - (retryAfterSeconds === null ? 0 : 1)
    const shared = { ...ended, kind: 'postponed' as const, error, tries, seconds, isAnswered }
    if (isBackground) {
      log.debug({ visit: key, seconds }, 'background work waits for quota')
      return { ...shared, place: 'behind' }
    }
    log.warn({ ...context, seconds }, 'evaluation failed; retrying')
    const place = (await isUrgent(request.reference).catch(() => false)) ? 'first' : 'in line'
    return { ...shared, place }
  }
}

async function commit(
  group: readonly Ended[],
  { database, rows, jobs, watching }: EvaluationWork,
): Promise<void> {
  const left = await database.transaction(async (tx) => {
    const locked = await rows.evaluations.lock(
      tx,
      group.map(({ key }) => key),
    )
    await jobs.remove(
      tx,
      'visit',
      group.map(({ job }) => job),
    )
    const holders = new Map(locked.map(({ key, fence }) => [key, fence]))
    // The result of an evaluation that lost its lease must not change triggers and attempts of the new
    // holder.
    const ours = group.filter(({ key, fence }) => holders.get(key) === fence)
    const visited = ours.filter(({ kind }) => kind === 'visited')
    const postponed = ours.filter((ended) => ended.kind === 'postponed')
    const givenUp = ours.filter((ended) => ended.kind === 'given up')
    const proseLeft = postponed.filter(({ isAnswered }) => isAnswered)
    const answered = [...visited, ...givenUp, ...proseLeft]
    await rows.evaluations.succeed(
      tx,
      visited.map(({ key }) => key),
    )
    for (const failed of postponed) await rows.evaluations.postpone(tx, failed)
    for (const failed of givenUp) await rows.evaluations.giveUp(tx, failed)
    await rows.triggers.close(
      tx,
      answered.flatMap(({ open }) => open.map(({ id }) => id)),
    )
    const left = await rows.triggers.readOpen(
      tx,
      group.map(({ key }) => key),
    )
    // Replaces the answered triggers by one that asks for the remaining writes.
    await rows.triggers.add(
      tx,
      proseLeft.flatMap(({ open }) => {
        const reference = open.at(-1)?.reference
        const trigger = { kind: 'look' as const, why: 'a comment or a reaction is left to be written' }
        return reference ? [{ evaluationJob: { reference, trigger }, deliveryId: null }] : []
      }),
    )
    const known = new Set(group.flatMap(({ open }) => open.map(({ id }) => id)))
    const isOpen = new Set(left.map(({ key }) => key))
    const hasNews = new Set(left.filter(({ id }) => !known.has(id)).map(({ key }) => key))
    // New triggers do not wait for a delayed comment, nor as background work does.
    const later = postponed.filter(({ key, isAnswered, place }) => {
      if (isAnswered) return !isOpen.has(key)
      return place !== 'behind' || !hasNews.has(key)
    })
    const isLater = new Set(later.map(({ key }) => key))
    const again = [...isOpen].filter((key) => !isLater.has(key)).map((key) => ({ key, seconds: 0 }))
    await jobs.add(tx, 'visit', [...later, ...again])
    return left
  })
  const open = new Map(left.map(({ key, reference }) => [key, reference]))
  watching.settle(group.map(({ key }) => key).filter((key) => !open.has(key)))
  watching.notice([...open.values()])
}
