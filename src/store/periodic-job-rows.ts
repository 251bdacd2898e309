import type { Queryable } from './database.ts'

/** How long a holder is believed to be alive after it last said so. A frozen one may go on: rounds do no harm twice. */
const HELD_SECONDS = 60

/**
 * Gives a round to one process: none when another one is at it, or when one that began within the last `ago` seconds
 * came to its end. `mark` is what the last round left.
 */
export async function claim(
  tx: Queryable,
  { name, holder, ago }: { readonly name: string; readonly holder: string; readonly ago: number },
): Promise<{ readonly mark: string | null } | null> {
  await tx.query('insert into rfc.round (name) values ($1) on conflict do nothing', [name])
  const [row] = await tx.query<{ mark: string | null }>(
    `update rfc.round
     set holder = $2, held_until = now() + $3::float8 * interval '1 second', begun_at = now()
     where name = $1 and (held_until is null or held_until <= now())
       and (done_at is null or done_at <= now() - $4::float8 * interval '1 second')
     returning mark`,
    [name, holder, HELD_SECONDS, ago],
  )
  return row ?? null
}

/** Whether somebody is at a round now. */
export async function holdsLease(tx: Queryable, name: string): Promise<boolean> {
  return (await tx.query('select from rfc.round where name = $1 and held_until > now()', [name])).length > 0
}

/** Says that the holder is alive; false when the round was given to another one meanwhile. */
export async function keep(tx: Queryable, name: string, holder: string): Promise<boolean> {
  const kept = await tx.query(
    `update rfc.round set held_until = now() + $3::float8 * interval '1 second'
     where name = $1 and holder = $2 returning name`,
    [name, holder, HELD_SECONDS],
  )
  return kept.length > 0
}

/** Ends a round that came to its end, with a mark for the next one. */
export async function finish(
  tx: Queryable,
  { name, holder, mark }: { readonly name: string; readonly holder: string; readonly mark: string | null },
): Promise<void> {
  await tx.query(
    `update rfc.round set holder = null, held_until = null, done_at = begun_at, mark = coalesce($3, mark)
     where name = $1 and holder = $2`,
    [name, holder, mark],
  )
}

/** Gives a round up: whoever wants it next may begin at once. */
export async function giveUp(tx: Queryable, name: string, holder: string): Promise<void> {
  await tx.query('update rfc.round set holder = null, held_until = null where name = $1 and holder = $2', [
    name,
    holder,
  ])
}

/** Frees all rounds: for a database of a single process, where whoever held one is dead. */
export async function freeAll(tx: Queryable): Promise<void> {
  await tx.query('update rfc.round set holder = null, held_until = null', [])
}
