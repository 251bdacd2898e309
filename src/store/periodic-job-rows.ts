import type { Queryable } from './database.ts'

/** The lease of a periodic job in seconds. A frozen holder may go on after it: running a job twice does no harm. */
const HELD_SECONDS = 60

/**
 * Claims the lease of a periodic job. Returns null when another process holds it, or when a run that started
 * within the last `ago` seconds was finished; otherwise the mark that the last run left.
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

/** Whether a process holds the lease of a periodic job now. */
export async function holdsLease(tx: Queryable, name: string): Promise<boolean> {
  return (await tx.query('select from rfc.round where name = $1 and held_until > now()', [name])).length > 0
}

/** Renews the lease. Returns false when it was lost to another process. */
export async function keep(tx: Queryable, name: string, holder: string): Promise<boolean> {
  const kept = await tx.query(
    `update rfc.round set held_until = now() + $3::float8 * interval '1 second'
     where name = $1 and holder = $2 returning name`,
    [name, holder, HELD_SECONDS],
  )
  return kept.length > 0
}

/** Ends a finished run and stores a mark for the next one. */
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

/** Releases the lease of an unfinished run, so that any process may start it at once. */
export async function giveUp(tx: Queryable, name: string, holder: string): Promise<void> {
  await tx.query('update rfc.round set holder = null, held_until = null where name = $1 and holder = $2', [
    name,
    holder,
  ])
}

/** Releases all leases. For a database of a single process, where every former holder is dead. */
export async function freeAll(tx: Queryable): Promise<void> {
  await tx.query('update rfc.round set holder = null, held_until = null', [])
}
