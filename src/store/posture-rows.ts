import type { Queryable } from './database.ts'
import { remember } from './memory-rows.ts'

const KEY = 'posture '
/** Branches that were not read for this long are no longer counted: no RFC targets them any more. */
const KNOWN_FOR = '7 days'

/** How a branch required the check when it was last read. */
export interface KnownPosture {
  readonly posture: string
  readonly seconds: number
}

/** Stores how a branch requires the check, and deletes what was not read for 30 days. */
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

/** Returns how a branch required the check and how many seconds ago that was read; null when it was never read. */
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

/** Returns the number of branches per way of requiring the check, without those that were not read for 7 days. */
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
