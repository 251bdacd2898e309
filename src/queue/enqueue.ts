import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { Jobs, Place } from './jobs.ts'
import type { Queryable, Rows } from './queue-store.ts'

/** An evaluation job and the delivery that asked for it; null when no webhook did. */
export interface Enqueue {
  readonly evaluationJob: EvaluationJob
  readonly deliveryId: string | null
}

/**
 * Stores triggers and adds a job for each of their evaluations that has none. The caller wakes the queue
 * after the commit.
 *
 * The rows of the evaluations are locked first. An evaluation reads its triggers and later removes its job
 * under the same lock, so either it sees these triggers, or it is over and the new job remains. Without the
 * lock, an evaluation that is ending would count as the answer to these triggers.
 */
export async function enqueue(
  tx: Queryable,
  rows: Rows,
  jobs: Jobs,
  enqueues: readonly Enqueue[],
  place: Place = 'in line',
): Promise<void> {
  if (enqueues.length === 0) return
  const keys = [...new Set(enqueues.map(({ evaluationJob }) => evaluationKey(evaluationJob.reference)))]
  await rows.evaluations.makeAndLock(tx, keys)
  await rows.triggers.add(tx, enqueues)
  await jobs.add(
    tx,
    'visit',
    keys.map((key) => ({ key, seconds: 0, place })),
  )
}
