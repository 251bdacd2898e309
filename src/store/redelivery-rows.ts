import { sql } from 'kysely'
import type { Store } from './database.ts'

/** A delivery whose newest attempt failed. */
export interface FailedDelivery {
  readonly guid: string
  /** The id of that attempt. */
  readonly id: string
  readonly event: string
}

/** GitHub redelivers within 3 days, an Enterprise Server within 7 (GH-103). */
const KEPT_SECONDS = 8 * 24 * 3600

/**
 * Records failed deliveries. One that is already recorded keeps its count of requests and gets the newest
 * attempt.
 */
export async function note({ db, dialect }: Store, failed: readonly FailedDelivery[]): Promise<void> {
  if (failed.length === 0) return
  const now = dialect.now()
  await db
    .insertInto('redelivery')
    .values(
      failed.map(({ guid, id, event }) => ({ guid, delivery_id: id, event, due_at: now, noted_at: now })),
    )
    .onConflict((conflict) =>
      conflict.column('guid').doUpdateSet((eb) => ({ delivery_id: eb.ref('excluded.delivery_id') })),
    )
    .execute()
}

/** Deletes deliveries that arrived. Returns how many of them had been requested again. */
export async function arrived({ db, dialect }: Store, guids: readonly string[]): Promise<number> {
  if (guids.length === 0) return 0
  const gone = await db
    .deleteFrom('redelivery')
    .where(dialect.isOneOf('guid', guids))
    .returning('asked')
    .execute()
  return gone.filter(({ asked }) => asked > 0).length
}

/**
 * Deletes deliveries that were stored although GitHub counts them as failed: their id is in the inbox and is
 * not a dead letter.
 */
export async function forgetKept({ db }: Store): Promise<void> {
  await db
    .deleteFrom('redelivery')
    .where('asked', '=', 0)
    .where('guid', 'in', db.selectFrom('inbox').select('delivery_id').where('state', '<>', 'dead'))
    .execute()
}

/**
 * Returns the deliveries to request now: merge groups first, because a queue waits for them, then the newest
 * failures.
 */
export async function due(
  { db, dialect }: Store,
  { mostAsked, atMost }: { readonly mostAsked: number; readonly atMost: number },
): Promise<readonly (FailedDelivery & { readonly asked: number })[]> {
  return await db
    .selectFrom('redelivery')
    .select(['guid', 'delivery_id as id', 'event', 'asked'])
    .where('asked', '<', mostAsked)
    .where('due_at', '<=', dialect.now())
    .orderBy(sql`event = 'merge_group'`, 'desc')
    .orderBy('noted_at', 'desc')
    .orderBy('guid')
    .limit(atMost)
    .execute()
}

/** Records a redelivery request; the next one is due in `seconds`. */
export async function asked({ db, dialect }: Store, guid: string, seconds: number): Promise<void> {
  await db
    .updateTable('redelivery')
    .set((eb) => ({ asked: eb('asked', '+', 1), due_at: dialect.after(seconds) }))
    .where('guid', '=', guid)
    .execute()
}

/** Sets the count of requests to the maximum, so that no further one is made. */
export async function giveUp({ db }: Store, guid: string, mostAsked: number): Promise<void> {
  await db.updateTable('redelivery').set({ asked: mostAsked }).where('guid', '=', guid).execute()
}

/** Deletes what GitHub no longer redelivers. */
export async function forgetOld({ db, dialect }: Store): Promise<void> {
  await db.deleteFrom('redelivery').where('noted_at', '<', dialect.after(-KEPT_SECONDS)).execute()
}
