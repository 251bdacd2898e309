import type { Queryable } from './database.ts'
import { storableText } from './storable-text.ts'

/**
 * Creates missing evaluation rows and locks them all until the transaction ends. Always in the order of their
 * keys, so that two transactions cannot deadlock.
 */
export async function makeAndLock(tx: Queryable, keys: readonly string[]): Promise<void> {
  await tx.query(
    `insert into rfc.visit (key) select key from unnest($1::text[]) as key order by key
     on conflict (key) do update set key = excluded.key`,
    [[...new Set(keys)]],
  )
}

/**
 * Locks evaluation rows in the order of their keys. Returns the failed attempts in a row and the fencing
 * token of each.
 */
export async function lock(
  tx: Queryable,
  keys: readonly string[],
): Promise<{ key: string; tries: number; fence: number }[]> {
  return await tx.query(
    'select key, tries, fence::float8 as fence from rfc.visit where key = any($1::text[]) order by key for update',
    [keys],
  )
}

/** Takes the lease of locked evaluations by raising their fencing tokens; the former holders lose it. */
export async function take(tx: Queryable, keys: readonly string[]): Promise<void> {
  await tx.query('update rfc.visit set fence = fence + 1 where key = any($1::text[])', [keys])
}

/** Whether the evaluation still has this fencing token. */
export async function holdsLease(tx: Queryable, key: string, fence: number): Promise<boolean> {
  const rows = await tx.query('select from rfc.visit where key = $1 and fence = $2::bigint', [key, fence])
  return rows.length > 0
}

/** Records that evaluations succeeded. */
export async function succeed(tx: Queryable, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.query(
    `update rfc.visit set tries = 0, due_at = now(), outcome = 'visited', error = null, updated_at = now()
     where key = any($1::text[])`,
    [keys],
  )
}

/** Records that an evaluation failed and is due again in `seconds`; `tries` is the new count. */
export async function postpone(
  tx: Queryable,
  failed: { key: string; error: string; tries: number; seconds: number },
): Promise<void> {
  await tx.query(
    `update rfc.visit set tries = $2, outcome = 'failed', error = $3, updated_at = now(),
       due_at = now() + $4::float8 * interval '1 second'
     where key = $1`,
    [failed.key, failed.tries, storableText(failed.error), failed.seconds],
  )
}

/** Records that an evaluation was given up after its last attempt; the next trigger starts a new count. */
export async function giveUp(tx: Queryable, failed: { key: string; error: string }): Promise<void> {
  await tx.query(
    `update rfc.visit set tries = 0, due_at = now(), outcome = 'given up', error = $2, updated_at = now()
     where key = $1`,
    [failed.key, storableText(failed.error)],
  )
}

/** Returns all evaluations with open triggers, and in how many seconds each is due. */
export async function waiting(tx: Queryable): Promise<{ key: string; seconds: number }[]> {
  return await tx.query(
    `select key, greatest(0, extract(epoch from due_at - now()))::float8 as seconds from rfc.visit
     where exists (select from rfc.trigger where visit_key = key) order by due_at`,
    [],
  )
}
