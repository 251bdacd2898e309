import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import type { Jobs, Place } from './jobs.ts'
import type { Queryable, Rows } from './queue-store.ts'

/** A doorbell and the delivery that rang it; null where nobody but ourselves did. */
export interface Enqueue {
  readonly evaluationJob: EvaluationJob
  readonly deliveryId: string | null
}

/**
 * Adds the triggers and sees to it that each of their visits has a job; the caller wakes the queue after the commit.
 *
 * The rows of the visits are locked first. A visit reads its triggers, and later takes its job away, under the
 * same lock: so either it sees these triggers, or it is over and the new job stands. Without the lock a visit
 * that just ends would count as the one that answers them.
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
