import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { EvaluationJob, OpenTrigger, Trigger } from '../facts/trigger.ts'
import type { Queryable } from './database.ts'

/**
 * Stores triggers; the rows of their evaluations must exist. `deliveryId` is null when no webhook brought the
 * trigger.
 */
export async function add(
  tx: Queryable,
  jobs: readonly { readonly evaluationJob: EvaluationJob; readonly deliveryId: string | null }[],
): Promise<void> {
  await tx.query(
    `insert into rfc.trigger (visit_key, reference, trigger, delivery_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [
      jobs.map(({ evaluationJob }) => evaluationKey(evaluationJob.reference)),
      jobs.map(({ evaluationJob }) => JSON.stringify(evaluationJob.reference)),
      jobs.map(({ evaluationJob }) => JSON.stringify(evaluationJob.trigger)),
      jobs.map(({ deliveryId }) => deliveryId),
    ],
  )
}

/** Returns the open triggers of the given evaluations, oldest first. */
export async function readOpen(tx: Queryable, keys: readonly string[]): Promise<OpenTrigger[]> {
  if (keys.length === 0) return []
  const rows = await tx.query<{
    id: string
    key: string
    reference: string
    trigger: string
    delivery_id: string | null
  }>(
    `select id::text, visit_key as key, reference, trigger, delivery_id from rfc.trigger
     where visit_key = any($1::text[]) order by rfc.trigger.id`,
    [keys],
  )
  // Trusted: only `add` writes these rows.
  return rows.map(({ id, key, reference, trigger, delivery_id }) => ({
    id,
    key,
    reference: JSON.parse(reference) as Reference,
    trigger: JSON.parse(trigger) as Trigger,
    deliveryId: delivery_id,
  }))
}

/** Deletes triggers that were answered or given up. */
export async function close(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('delete from rfc.trigger where id = any($1::bigint[])', [ids])
}
