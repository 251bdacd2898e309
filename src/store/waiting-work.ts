import { sql } from 'kysely'
import type { Database, Store } from './database.ts'

export interface WaitingWork {
  readonly count: number
  /** 0 when nothing waits. */
  readonly oldestSeconds: number
}

/** Returns how many deliveries and evaluations wait, and the age of the oldest by the database's clock. */
export async function waitingWork({
  db,
  dialect,
}: Store): Promise<{ readonly deliveries: WaitingWork; readonly evaluations: WaitingWork }> {
  const deliveries = await db
    .selectFrom('inbox')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.max(dialect.secondsSince('received_at')).as('age'),
    ])
    .where('state', '=', sql.lit('open' as const))
    .executeTakeFirstOrThrow()
  const evaluations = await db
    .selectFrom('trigger')
    .select((eb) => [
      eb.fn.count<number>('visit_key').distinct().as('count'),
      eb.fn.max(dialect.secondsSince('created_at')).as('age'),
    ])
    .executeTakeFirstOrThrow()
  return { deliveries: waiting(deliveries), evaluations: waiting(evaluations) }
}

function waiting({ count, age }: { count: number; age: number | null }): WaitingWork {
  return { count, oldestSeconds: Math.max(0, age ?? 0) }
}

/** Returns the given keys that still have open triggers. */
export async function evaluationsWaiting({ db, dialect }: Store, keys: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('trigger')
    .select('visit_key')
    .distinct()
    .where(dialect.isOneOf('visit_key', keys))
    .execute()
  return rows.map(({ visit_key }) => visit_key)
}

/** Resolves when the database has answered. */
export async function answers({ db }: Store): Promise<void> {
  await sql`select 1`.execute(db)
}

/**
 * Whether the database answers and accepts writes; a standby or a read-only one does not. The embedded database writes a
 * page to its log and waits for the disk, and throws what is wrong with it.
 */
export async function isWritable(database: Database): Promise<boolean> {
  if (database.dialect.kind === 'sqlite') {
    await database.transaction((tx) => database.execute(tx, 'pragma user_version = 0'))
    await database.flush()
    return true
  }
  const found = await sql<{
    readonly: string
  }>`select current_setting('transaction_read_only') as readonly`.execute(database.db)
  return found.rows[0]?.readonly === 'off'
}
