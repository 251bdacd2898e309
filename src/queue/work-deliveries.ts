import type { Logger } from 'pino'
import type { Doorbell } from '../domain/trigger.ts'
import { readFailure } from './failure.ts'
import { groupCommit } from './group-commit.ts'
import type { Job, Jobs } from './jobs.ts'
import { ring } from './ring.ts'
import type { OpenDelivery, Queryable, Rows } from './rows.ts'

/** A delivery as it was kept, its body read. */
export interface StoredDelivery {
  readonly id: string
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly receivedAt: Date
}

export interface DeliveryWork {
  readonly database: Queryable & {
    transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
  }
  readonly rows: Rows
  readonly jobs: Jobs
  readonly log: Logger
  readonly work: (delivery: StoredDelivery) => Promise<readonly Doorbell[]>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
}

type Settled = { readonly job: Job; readonly id: string } & (
  | { readonly kind: 'done'; readonly doorbells: readonly Doorbell[] }
  | { readonly kind: 'postponed'; readonly error: string; readonly tries: number; readonly seconds: number }
  | { readonly kind: 'dead'; readonly error: string }
  | { readonly kind: 'nothing to do' }
)

/**
 * Makes the handler of delivery jobs: the stored event goes to `work`; then one transaction closes the row,
 * adds the triggers and rings the visits. A delivery whose work fails is tried again, and is dead after the last try.
 */
export function workDeliveries(options: DeliveryWork): (job: Job) => Promise<void> {
  // Deliveries that end while the last transaction runs share the next.
  const settle = groupCommit<Settled>((group) => commit(group, options), 100)
  return async (job) => {
    const settled = await attempt(job, options)
    await settle(settled)
    if (settled.kind === 'postponed') options.jobs.wakeIn(settled.seconds, 'delivery')
  }
}

async function attempt(job: Job, options: DeliveryWork): Promise<Settled> {
  const { database, rows, log, work, backoffSeconds, maxTries } = options
  const id = job.data.key
  const delivery = await rows.inbox.readOpen(database, id)
  if (delivery === null) return { kind: 'nothing to do', job, id }
  try {
    return { kind: 'done', job, id, doorbells: await work(read(delivery)) }
  } catch (thrown) {
    const { error, retryAfterSeconds } = readFailure(thrown)
    const tries = delivery.tries + (retryAfterSeconds === null ? 1 : 0)
    const context = { err: thrown, delivery: id, event: delivery.event, tries }
    if (tries >= maxTries) {
      log.error(context, 'the work on a delivery failed for the last time; GitHub can deliver it again')
      return { kind: 'dead', job, id, error }
    }
    const seconds = retryAfterSeconds ?? backoffSeconds(tries)
    log.warn({ ...context, seconds }, 'the work on a delivery failed and will be tried again')
    return { kind: 'postponed', job, id, error, tries, seconds }
  }
}

function read({ id, event, body, receivedAt }: OpenDelivery): StoredDelivery {
  // The front proved that the body is a JSON object before it was kept.
  const payload = JSON.parse(Buffer.from(body).toString('utf8')) as StoredDelivery['payload']
  return { id, event, payload, receivedAt }
}

async function commit(group: readonly Settled[], { database, rows, jobs }: DeliveryWork): Promise<void> {
  await database.transaction(async (tx) => {
    const done = group.filter((settled) => settled.kind === 'done')
    if (done.length > 0)
      await rows.inbox.close(
        tx,
        done.map(({ id, doorbells }) => ({ id, outcome: tell(doorbells) })),
      )
    for (const settled of group) {
      if (settled.kind === 'postponed') await rows.inbox.postpone(tx, settled)
      if (settled.kind === 'dead') await rows.inbox.bury(tx, settled)
      await jobs.remove(tx, 'delivery', settled.job)
    }
    const postponed = group.filter((settled) => settled.kind === 'postponed')
    await jobs.add(
      tx,
      'delivery',
      postponed.map(({ id, seconds }) => ({ key: id, seconds })),
    )
    const rings = done.flatMap(({ id, doorbells }) =>
      doorbells.map((doorbell) => ({ doorbell, deliveryId: id })),
    )
    await ring(tx, rows, jobs, rings)
  })
}

function tell(doorbells: readonly Doorbell[]): string {
  return doorbells.length === 0 ? 'ignored' : `rang ${doorbells.length}`
}
