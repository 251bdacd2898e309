import type { Queryable } from './database.ts'

/** A request to reconcile a part of GitHub; `wanted` counts how often it was requested. */
export interface WantedPart {
  readonly part: string
  readonly wanted: string
  /** The number of failed attempts. */
  readonly tries: number
}

/** Stores a request to reconcile a part of GitHub within `seconds`. */
export async function want(tx: Queryable, part: string, seconds = 0): Promise<void> {
  await tx.query(
    `insert into rfc.sweep_wanted as old (part, due_at) values ($1, now() + $2::float8 * interval '1 second')
     on conflict (part) do update
       set wanted = old.wanted + 1, tries = 0, due_at = least(old.due_at, excluded.due_at)`,
    [part, seconds],
  )
}

/** Returns the requests that are due, oldest first. */
export async function wantedNow(tx: Queryable): Promise<readonly WantedPart[]> {
  return await tx.query(
    'select part, wanted::text, tries from rfc.sweep_wanted where due_at <= now() order by due_at, part',
    [],
  )
}

/** Closes a request, unless it was made again meanwhile. */
export async function done(tx: Queryable, { part, wanted }: Omit<WantedPart, 'tries'>): Promise<void> {
  await tx.query('delete from rfc.sweep_wanted where part = $1 and wanted = $2::bigint', [part, wanted])
}

/** Records a failed attempt; the request is due again in `seconds`. */
export async function postpone(tx: Queryable, part: string, seconds: number): Promise<void> {
  await tx.query(
    `update rfc.sweep_wanted set tries = tries + 1, due_at = now() + $2::float8 * interval '1 second' where part = $1`,
    [part, seconds],
  )
}
