import { type Reference, visitKey } from '../domain/reference.ts'
import type { Doorbell, Trigger } from '../domain/trigger.ts'
import type { Queryable } from './database.ts'

/** A trigger that no visit has answered yet. */
export interface OpenTrigger {
  readonly id: string
  readonly reference: Reference
  readonly trigger: Trigger
}

/** Adds triggers; the row of each one's visit must be there. `deliveryId` is null where no webhook brought it. */
export async function add(
  tx: Queryable,
  bells: readonly { readonly doorbell: Doorbell; readonly deliveryId: string | null }[],
): Promise<void> {
  await tx.query(
    `insert into rfc.trigger (visit_key, reference, trigger, delivery_id)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [
      bells.map(({ doorbell }) => visitKey(doorbell.reference)),
      bells.map(({ doorbell }) => JSON.stringify(doorbell.reference)),
      bells.map(({ doorbell }) => JSON.stringify(doorbell.trigger)),
      bells.map(({ deliveryId }) => deliveryId),
    ],
  )
}

/** The open triggers of one visit, oldest first. */
export async function readOpen(tx: Queryable, key: string): Promise<OpenTrigger[]> {
  const rows = await tx.query<{ id: string; reference: string; trigger: string }>(
    'select id::text, reference, trigger from rfc.trigger where visit_key = $1 order by rfc.trigger.id',
    [key],
  )
  // Trusted: only `add` writes these rows.
  return rows.map((row) => ({
    id: row.id,
    reference: JSON.parse(row.reference) as Reference,
    trigger: JSON.parse(row.trigger) as Trigger,
  }))
}

/** Closes the triggers that a visit has read, and says whether others have come meanwhile. */
export async function close(tx: Queryable, key: string, ids: readonly string[]): Promise<{ more: boolean }> {
  await tx.query('delete from rfc.trigger where id = any($1::bigint[])', [ids])
  const [row] = await tx.query<{ more: boolean }>(
    'select exists (select from rfc.trigger where visit_key = $1) as more',
    [key],
  )
  return { more: row?.more === true }
}
