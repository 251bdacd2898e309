import type { NewDelivery, OpenDelivery } from '../facts/delivery.ts'
import type { Queryable } from './database.ts'
import { storableText } from './storable-text.ts'

/**
 * Stores deliveries and returns the ids of those to process: new ones, and dead letters that GitHub delivers
 * again (TH-11). Any other id that is already stored changes nothing.
 */
export async function keep(tx: Queryable, deliveries: readonly NewDelivery[]): Promise<string[]> {
  const unique = [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()]
  const places = unique.map((_, index) => `($${index * 3 + 1}, $${index * 3 + 2}, $${index * 3 + 3})`)
  const rows = await tx.query<{ delivery_id: string }>(
    `insert into rfc.inbox as old (delivery_id, event, body) values ${places.join(', ')}
     on conflict (delivery_id) do update
       set event = excluded.event, body = excluded.body, received_at = now(), due_at = now(),
           state = 'open', tries = 0, settled_at = null, outcome = null, error = null
       where old.state = 'dead'
     returning delivery_id`,
    unique.flatMap(({ id, event, body }) => [id, event, body]),
  )
  return rows.map((row) => row.delivery_id)
}

/** Returns the given deliveries that are still open. */
export async function readOpen(tx: Queryable, ids: readonly string[]): Promise<OpenDelivery[]> {
  const rows = await tx.query<{
    delivery_id: string
    event: string
    body: string
    received_at: Date
    tries: number
  }>(
    `select delivery_id, event, body, received_at, tries from rfc.inbox
     where delivery_id = any($1::text[]) and state = 'open'`,
    [ids],
  )
  return rows.map(({ delivery_id, event, body, received_at, tries }) => ({
    id: delivery_id,
    event,
    body,
    receivedAt: received_at,
    tries,
  }))
}

/** Closes processed deliveries; `outcome` describes the result. */
export async function close(
  tx: Queryable,
  done: readonly { readonly id: string; readonly outcome: string }[],
): Promise<void> {
  await tx.query(
    `update rfc.inbox set state = 'done', settled_at = now(), outcome = done.outcome, error = null
     from unnest($1::text[], $2::text[]) as done (id, outcome)
     where delivery_id = done.id`,
    [done.map(({ id }) => id), done.map(({ outcome }) => storableText(outcome))],
  )
}

/** Records that processing a delivery failed and is due again in `seconds`; `tries` is the new count. */
export async function postpone(
  tx: Queryable,
  failed: { id: string; error: string; tries: number; seconds: number },
): Promise<void> {
  await tx.query(
    `update rfc.inbox set tries = $2, error = $3, due_at = now() + $4::float8 * interval '1 second'
     where delivery_id = $1`,
    [failed.id, failed.tries, storableText(failed.error), failed.seconds],
  )
}

/** Makes a delivery a dead letter; only a redelivery opens it again. */
export async function bury(tx: Queryable, failed: { id: string; error: string }): Promise<void> {
  await tx.query(
    `update rfc.inbox set state = 'dead', settled_at = now(), error = $2 where delivery_id = $1`,
    [failed.id, storableText(failed.error)],
  )
}

/** Returns the ids of all open deliveries, and in how many seconds each is due. */
export async function waiting(tx: Queryable): Promise<{ key: string; seconds: number }[]> {
  return await tx.query(
    `select delivery_id as key, greatest(0, extract(epoch from due_at - now()))::float8 as seconds
     from rfc.inbox where state = 'open' order by received_at`,
    [],
  )
}

/**
 * Deletes deliveries closed more than 8 days ago. GitHub redelivers within 3 days, an Enterprise Server
 * within 7 (GH-103), so none of them is needed to recognise a duplicate.
 */
export async function forgetOld(tx: Queryable): Promise<void> {
  await tx.query(`delete from rfc.inbox where state <> 'open' and settled_at < now() - interval '8 days'`, [])
}
