import type { Store } from './database.ts'
import { remember } from './memory-rows.ts'

const KEY = 'posture '
const DAY_SECONDS = 24 * 3600
/** Branches that were not read for this long are no longer counted: no RFC targets them any more. */
const KNOWN_FOR_SECONDS = 7 * DAY_SECONDS
const KEPT_FOR_SECONDS = 30 * DAY_SECONDS

/** How a branch required the check when it was last read. */
export interface KnownPosture {
  readonly posture: string
  readonly seconds: number
}

/** Stores how a branch requires the check, and deletes what was not read for 30 days. */
export async function keepPosture(
  tx: Store,
  repositoryId: number,
  branch: string,
  posture: string,
): Promise<void> {
  await remember(tx, keyOf(repositoryId, branch), posture)
  await tx.db
    .deleteFrom('memory')
    .where(tx.dialect.startsWith('key', KEY))
    .where('updated_at', '<', tx.dialect.after(-KEPT_FOR_SECONDS))
    .execute()
}

/** Returns how a branch required the check and how many seconds ago that was read; null when it was never read. */
export async function readPosture(
  { db, dialect }: Store,
  repositoryId: number,
  branch: string,
): Promise<KnownPosture | null> {
  const row = await db
    .selectFrom('memory')
    .select(['value', dialect.secondsSince('updated_at').as('seconds')])
    .where('key', '=', keyOf(repositoryId, branch))
    .executeTakeFirst()
  return row ? { posture: JSON.parse(row.value), seconds: row.seconds } : null
}

/** Returns the number of branches per way of requiring the check, without those that were not read for 7 days. */
export async function countPostures({ db, dialect }: Store): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('memory')
    .select((eb) => ['value', eb.fn.countAll<number>().as('count')])
    .where(dialect.startsWith('key', KEY))
    .where('updated_at', '>', dialect.after(-KNOWN_FOR_SECONDS))
    .groupBy('value')
    .execute()
  return new Map(rows.map(({ value, count }) => [JSON.parse(value), count]))
}

function keyOf(repositoryId: number, branch: string): string {
  return `${KEY}${repositoryId} ${branch}`
}
