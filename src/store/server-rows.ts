import type { Queryable } from './database.ts'

/** How long after its last heartbeat a server counts as running. */
const ALIVE_SECONDS = 60

/** Records a server's heartbeat and rules version, and deletes servers without a recent heartbeat. */
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

/** Returns the newest rules version among the running servers; 0 when there is none. */
export async function newestRules(tx: Queryable): Promise<number> {
  const [newest] = await tx.query<{ rules: number }>(
    `select coalesce(max(rules), 0) as rules from rfc.server
     where seen_at >= now() - $1::float8 * interval '1 second'`,
    [ALIVE_SECONDS],
  )
  return newest?.rules ?? 0
}

/** Removes a server that stops. */
export async function leave(tx: Queryable, id: string): Promise<void> {
  await tx.query('delete from rfc.server where id = $1', [id])
}
