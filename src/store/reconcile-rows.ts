import type { Queryable } from './database.ts'

/** A wish to compare a part of GitHub; `wanted` counts how often it was wished for. */
export interface WantedPart {
  readonly part: string
  readonly wanted: string
  /** How often it failed. */
  readonly tries: number
}

/** Keeps the wish that a part of GitHub is compared, in so many seconds at the latest. */
export async function want(tx: Queryable, part: string, seconds = 0): Promise<void> {
  await tx.query(
    `insert into rfc.sweep_wanted as old (part, due_at) values ($1, now() + $2::float8 * interval '1 second')
     on conflict (part) do update
       set wanted = old.wanted + 1, tries = 0, due_at = least(old.due_at, excluded.due_at)`,
    [part, seconds],
  )
}

/** The wishes that are due, oldest first. */
export async function wantedNow(tx: Queryable): Promise<readonly WantedPart[]> {
  return await tx.query(
    'select part, wanted::text, tries from rfc.sweep_wanted where due_at <= now() order by due_at, part',
    [],
  )
}

/** Closes a wish, unless it was wished for again meanwhile. */
export async function done(tx: Queryable, { part, wanted }: Omit<WantedPart, 'tries'>): Promise<void> {
  await tx.query('delete from rfc.sweep_wanted where part = $1 and wanted = $2::bigint', [part, wanted])
}

/** Lets a wish that could not be met wait for so many seconds. */
export async function postpone(tx: Queryable, part: string, seconds: number): Promise<void> {
  await tx.query(
    `update rfc.sweep_wanted set tries = tries + 1, due_at = now() + $2::float8 * interval '1 second' where part = $1`,
    [part, seconds],
  )
}
