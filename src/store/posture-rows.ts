import type { Queryable } from './database.ts'
import { remember } from './memory-rows.ts'

const KEY = 'posture '
/** What was not looked at for so long is about a branch that no RFC goes into any more. */
const KNOWN_FOR = '7 days'

/** How a branch required the check when it was last looked at. */
export interface KnownPosture {
  readonly posture: string
  readonly seconds: number
}

/** Keeps how a branch requires the check, and forgets what nobody looked at for a month. */
export async function keepPosture(
  tx: Queryable,
  repositoryId: number,
  branch: string,
  posture: string,
): Promise<void> {
  await remember(tx, keyOf(repositoryId, branch), posture)
  await tx.query(`delete from rfc.memory where key like $1 and updated_at < now() - interval '30 days'`, [
    `${KEY}%`,
  ])
}

/** How a branch required the check, and how many seconds ago that was seen; null where nobody looked yet. */
export async function readPosture(
  tx: Queryable,
  repositoryId: number,
  branch: string,
): Promise<KnownPosture | null> {
  const [row] = await tx.query<KnownPosture>(
    `select value as posture, extract(epoch from now() - updated_at)::float8 as seconds
     from rfc.memory where key = $1`,
    [keyOf(repositoryId, branch)],
  )
  return row ? { ...row, posture: JSON.parse(row.posture) } : null
}

/** How many branches require the check in which way, those left out that nobody looked at for long. */
export async function countPostures(tx: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ posture: string; count: number }>(
    `select value as posture, count(*)::float8 as count from rfc.memory
     where key like $1 and updated_at > now() - interval '${KNOWN_FOR}' group by value`,
    [`${KEY}%`],
  )
  return new Map(rows.map(({ posture, count }) => [JSON.parse(posture), count]))
}

function keyOf(repositoryId: number, branch: string): string {
  return `${KEY}${repositoryId} ${branch}`
}
