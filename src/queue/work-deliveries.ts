import type { Logger } from 'pino'
import type { OpenDelivery, SettledDelivery } from '../facts/delivery.ts'
import { readFailure } from '../facts/failure.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { LONGEST_WORK_SECONDS } from './limits.ts'
import { withinSeconds } from './within-seconds.ts'

/** A stored delivery with its parsed body. */
export interface StoredDelivery {
  readonly id: string
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly receivedAt: Date
}

export interface DeliveryWork {
  readonly log: Logger
  readonly work: (delivery: StoredDelivery) => Promise<readonly EvaluationJob[]>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
  readonly gaveUp: (what: 'delivery') => void
}

/**
 * About a day, two minutes apart. GitHub has its answer and does not send the event again, and reconciliation does not
 * see who left a team or lost access.
 */
const MOST_TRIES_IN_OUTAGE = 720

/**
 * Processes a delivery and returns how that ended: a failed one is due again, and a dead letter after its last attempt.
 */
export async function attemptDelivery(
  delivery: OpenDelivery,
  { log, work, backoffSeconds, maxTries, gaveUp }: DeliveryWork,
): Promise<SettledDelivery> {
  const { id, event } = delivery
  try {
    const evaluationJobs = await withinSeconds(
      LONGEST_WORK_SECONDS,
      'processing a delivery',
      work(read(delivery)),
    )
    return { kind: 'done', id, evaluationJobs, outcome: tell(evaluationJobs) }
  } catch (thrown) {
    const { error, retryAfterSeconds, evaluationJobs, isOutage } = readFailure(thrown)
    const tries = delivery.tries + (retryAfterSeconds === null ? 1 : 0)
    const context = { err: thrown, delivery: id, event, tries }
    if (tries >= (isOutage ? MOST_TRIES_IN_OUTAGE : maxTries)) {
      gaveUp('delivery')
      log.error(context, 'delivery failed, max attempts exceeded; redeliver it on GitHub to retry')
      return { kind: 'dead', id, error, evaluationJobs: [] }
    }
    const seconds = retryAfterSeconds ?? backoffSeconds(tries)
    log.warn({ ...context, seconds }, 'delivery failed; retrying')
    // They are enqueued once; evaluations are retried on their own.
    const first = delivery.tries === 0 ? evaluationJobs : []
    return { kind: 'postponed', id, error, tries, seconds, evaluationJobs: first }
  }
}

function read({ id, event, body, payload, receivedAt }: OpenDelivery): StoredDelivery {
  // `createWebhookHandler` checked that the body is a JSON object.
  return { id, event, payload: payload ?? (JSON.parse(body) as StoredDelivery['payload']), receivedAt }
}

function tell(evaluationJobs: readonly EvaluationJob[]): string {
  return evaluationJobs.length === 0 ? 'ignored' : `rang ${evaluationJobs.length}`
}
