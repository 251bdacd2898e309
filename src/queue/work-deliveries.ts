import type { Logger } from 'pino'
import { readFailure } from '../facts/failure.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { enqueue } from './enqueue.ts'
import { groupCommit } from './group-commit.ts'
import { type Job, type Jobs, LONGEST_WORK_SECONDS, type Work } from './jobs.ts'
import type { OpenDelivery } from '../facts/delivery.ts'
import type { Queryable, Rows, Transactions } from './queue-store.ts'
import { withinSeconds } from './within-seconds.ts'
import { type Watching, watchedFor } from './work-evaluations.ts'

/** A stored delivery with its parsed body. */
export interface StoredDelivery {
  readonly id: string
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly receivedAt: Date
}

export interface DeliveryWork {
  readonly database: Queryable & Transactions
  readonly rows: Rows
  readonly jobs: Jobs
  readonly log: Logger
  readonly work: (delivery: StoredDelivery) => Promise<readonly EvaluationJob[]>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
  readonly gaveUp: (what: 'delivery') => void
  readonly watching: Watching
}

type Settled = { readonly job: Job; readonly id: string } & (
  | { readonly kind: 'done'; readonly evaluationJobs: readonly EvaluationJob[] }
  | {
      readonly kind: 'postponed'
      readonly error: string
      readonly tries: number
      readonly seconds: number
      readonly evaluationJobs: readonly EvaluationJob[]
    }
  | { readonly kind: 'dead'; readonly error: string }
  | { readonly kind: 'nothing to do' }
)

/**
 * Returns the worker of delivery jobs: passes the stored event to `work`, then closes the row, adds the
 * triggers and enqueues the evaluations in one transaction. A failed delivery is retried and becomes a dead
 * letter after its last attempt.
 */
export function workDeliveries(options: DeliveryWork): Work {
  const { database, rows, jobs } = options
  // Deliveries that end during a transaction share the next.
  const settle = groupCommit<Settled>((group) => commit(group, options), 100)
  return (taken) => {
    const reading = rows.inbox
      .readOpen(
        database,
        taken.map((job) => job.data.key),
      )
      .then((open) => new Map(open.map((delivery) => [delivery.id, delivery])))
    return taken.map(async (job) => {
      const settled = await attempt(job, (await reading).get(job.data.key), options)
      await settle(settled)
      if (settled.kind === 'postponed') jobs.wake('delivery', settled.seconds)
      if (settled.kind === 'dead' || settled.kind === 'nothing to do') return
      if (settled.evaluationJobs.length === 0) return
      jobs.wake('visit')
      options.watching.notice(watchedFor(settled.evaluationJobs))
    })
  }
}

/**
 * About a day, two minutes apart. GitHub has its answer and does not send the event again, and reconciliation does not
 * see who left a team or lost access.
 */
const MOST_TRIES_IN_OUTAGE = 720

async function attempt(
  job: Job,
  delivery: OpenDelivery | undefined,
  { log, work, backoffSeconds, maxTries, gaveUp }: DeliveryWork,
): Promise<Settled> {
  const id = job.data.key
  if (delivery === undefined) return { kind: 'nothing to do', job, id }
  try {
    const evaluationJobs = await withinSeconds(
      LONGEST_WORK_SECONDS,
      'processing a delivery',
      work(read(delivery)),
    )
    return { kind: 'done', job, id, evaluationJobs }
  } catch (thrown) {
    const { error, retryAfterSeconds, evaluationJobs, isOutage } = readFailure(thrown)
    const tries = delivery.tries + (retryAfterSeconds === null ? 1 : 0)
    const context = { err: thrown, delivery: id, event: delivery.event, tries }
    if (tries >= (isOutage ? MOST_TRIES_IN_OUTAGE : maxTries)) {
      gaveUp('delivery')
      log.error(context, 'delivery failed, max attempts exceeded; redeliver it on GitHub to retry')
      return { kind: 'dead', job, id, error }
    }
    const seconds = retryAfterSeconds ?? backoffSeconds(tries)
    log.warn({ ...context, seconds }, 'delivery failed; retrying')
    // They are enqueued once; evaluations are retried on their own.
    return {
      kind: 'postponed',
      job,
      id,
      error,
      tries,
      seconds,
      evaluationJobs: delivery.tries === 0 ? evaluationJobs : [],
    }
  }
}

function read({ id, event, body, receivedAt }: OpenDelivery): StoredDelivery {
  // `createWebhookHandler` checked that the body is a JSON object.
  const payload = JSON.parse(body) as StoredDelivery['payload']
  return { id, event, payload, receivedAt }
}

async function commit(group: readonly Settled[], { database, rows, jobs }: DeliveryWork): Promise<void> {
  const done = group.filter((settled) => settled.kind === 'done')
  const postponed = group.filter((settled) => settled.kind === 'postponed')
  const dead = group.filter((settled) => settled.kind === 'dead')
  await database.transaction(async (tx) => {
    if (done.length > 0) {
      const outcomes = done.map(({ id, evaluationJobs }) => ({ id, outcome: tell(evaluationJobs) }))
      await rows.inbox.close(tx, outcomes)
    }
    for (const failed of postponed) await rows.inbox.postpone(tx, failed)
    for (const failed of dead) await rows.inbox.bury(tx, failed)
    await jobs.remove(
      tx,
      'delivery',
      group.map(({ job }) => job),
    )
    await jobs.add(
      tx,
      'delivery',
      postponed.map(({ id, seconds }) => ({ key: id, seconds })),
    )
    const enqueues = [...done, ...postponed].flatMap(({ id, evaluationJobs }) =>
      evaluationJobs.map((evaluationJob) => ({ evaluationJob, deliveryId: id })),
    )
    await enqueue(tx, rows, jobs, enqueues)
  })
}

function tell(evaluationJobs: readonly EvaluationJob[]): string {
  return evaluationJobs.length === 0 ? 'ignored' : `rang ${evaluationJobs.length}`
}
