import type { Database, Queryable } from './database.ts'

export interface WaitingWork {
  readonly count: number
  /** 0 when nothing waits. */
  readonly oldestSeconds: number
}

/** Returns how many deliveries and evaluations wait, and the age of the oldest by the database's clock. */
export async function waitingWork(
  database: Queryable,
): Promise<{ readonly deliveries: WaitingWork; readonly evaluations: WaitingWork }> {
  const [row] = await database.query<{
    deliveries: number
    delivery_age: number
    visits: number
    visit_age: number
  }>(
    `select deliveries, delivery_age, visits, visit_age
     from (select count(*)::float8 as deliveries,
                  coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as delivery_age
           from rfc.inbox where state = 'open') as inbox,
          (select count(distinct visit_key)::float8 as visits,
                  coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as visit_age
           from rfc.trigger) as trigger`,
    [],
  )
  if (row === undefined) throw new Error('the database returned no counts')
  return {
    deliveries: { count: row.deliveries, oldestSeconds: Math.max(0, row.delivery_age) },
    evaluations: { count: row.visits, oldestSeconds: Math.max(0, row.visit_age) },
  }
}

/** Returns the given keys that still have open triggers. */
export async function evaluationsWaiting(database: Queryable, keys: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ key: string }>(
    'select distinct visit_key as key from rfc.trigger where visit_key = any($1::text[])',
    [keys],
  )
  return rows.map(({ key }) => key)
}

/** Whether the database answers and accepts writes; a standby or a read-only one does not. */
export async function isWritable(database: Database): Promise<boolean> {
  // In a transaction, because the embedded database starts one only while the disk has space.
  return await database.transaction(async (tx) => {
    const [row] = await tx.query<{ readonly: string }>(
      `select current_setting('transaction_read_only') as readonly`,
      [],
    )
    return row?.readonly === 'off'
  })
}
