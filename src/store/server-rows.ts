import type { Queryable } from './database.ts'

/** How long a server is believed to be alive after it last said so. */
const ALIVE_SECONDS = 60

/** Says that a server is alive, and by which rules it judges; forgets those that did not say so for long. */
export async function showLife(
  tx: Queryable,
  { id, rules }: { readonly id: string; readonly rules: number },
): Promise<void> {
  await tx.query(
    `insert into rfc.server (id, rules) values ($1, $2)
     on conflict (id) do update set seen_at = now()`,
    [id, rules],
  )
  await tx.query("delete from rfc.server where seen_at < now() - $1::float8 * interval '1 second'", [
    ALIVE_SECONDS,
  ])
}

/** The newest rules among the servers that are alive; 0 without any. */
export async function newestRules(tx: Queryable): Promise<number> {
  const [newest] = await tx.query<{ rules: number }>(
    `select coalesce(max(rules), 0) as rules from rfc.server
     where seen_at >= now() - $1::float8 * interval '1 second'`,
    [ALIVE_SECONDS],
  )
  return newest?.rules ?? 0
}

/** Says that a server is gone. */
export async function leave(tx: Queryable, id: string): Promise<void> {
  await tx.query('delete from rfc.server where id = $1', [id])
}
