import type { Queryable } from './database.ts'

/** A delivery whose newest attempt failed. */
export interface FailedDelivery {
  readonly guid: string
  /** The id of that attempt. */
  readonly id: string
  readonly event: string
}

/**
 * Records failed deliveries. One that is already recorded keeps its count of requests and gets the newest
 * attempt.
 */
export async function note(tx: Queryable, failed: readonly FailedDelivery[]): Promise<void> {
  if (failed.length === 0) return
  await tx.query(
    `insert into rfc.redelivery (guid, delivery_id, event)
     select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (guid) do update set delivery_id = excluded.delivery_id`,
    [failed.map(({ guid }) => guid), failed.map(({ id }) => id), failed.map(({ event }) => event)],
  )
}

/** Deletes deliveries that arrived. Returns how many of them had been requested again. */
export async function arrived(tx: Queryable, guids: readonly string[]): Promise<number> {
  if (guids.length === 0) return 0
  const gone = await tx.query<{ asked: number }>(
    'delete from rfc.redelivery where guid = any($1::text[]) returning asked',
    [guids],
  )
  return gone.filter(({ asked }) => asked > 0).length
}

/**
 * Deletes deliveries that were stored although GitHub counts them as failed: their id is in the inbox and is
 * not a dead letter.
 */
export async function forgetKept(tx: Queryable): Promise<void> {
  await tx.query(
    `delete from rfc.redelivery where asked = 0
       and guid in (select delivery_id from rfc.inbox where state <> 'dead')`,
    [],
  )
}

/**
 * Returns the deliveries to request now: merge groups first, because a queue waits for them, then the newest
 * failures.
 */
export async function due(
  tx: Queryable,
  { mostAsked, atMost }: { readonly mostAsked: number; readonly atMost: number },
): Promise<readonly (FailedDelivery & { readonly asked: number })[]> {
  return await tx.query(
    `select guid, delivery_id as id, event, asked from rfc.redelivery
     where asked < $1 and due_at <= now()
     order by event = 'merge_group' desc, noted_at desc, guid limit $2`,
    [mostAsked, atMost],
  )
}

/** Records a redelivery request; the next one is due in `seconds`. */
export async function asked(tx: Queryable, guid: string, seconds: number): Promise<void> {
  await tx.query(
    `update rfc.redelivery set asked = asked + 1, due_at = now() + $2::float8 * interval '1 second'
     where guid = $1`,
    [guid, seconds],
  )
}

/** Sets the count of requests to the maximum, so that no further one is made. */
export async function giveUp(tx: Queryable, guid: string, mostAsked: number): Promise<void> {
  await tx.query('update rfc.redelivery set asked = $2 where guid = $1', [guid, mostAsked])
}

/** Deletes what GitHub no longer redelivers: after 3 days, on an Enterprise Server 7 (GH-103). */
export async function forgetOld(tx: Queryable): Promise<void> {
  await tx.query(`delete from rfc.redelivery where noted_at < now() - interval '8 days'`, [])
}
