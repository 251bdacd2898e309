import type { Database, Queryable } from './database.ts'

export interface WaitingWork {
  readonly count: number
  /** 0 where nothing waits. */
  readonly oldestSeconds: number
}

/** How much waits to be worked on, and since when, by the database's clock. */
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
  if (row === undefined) throw new Error('the database did not say what waits')
  return {
    deliveries: { count: row.deliveries, oldestSeconds: Math.max(0, row.delivery_age) },
    evaluations: { count: row.visits, oldestSeconds: Math.max(0, row.visit_age) },
  }
}

/** Those of the visits that still have triggers to answer. */
export async function evaluationsWaiting(database: Queryable, keys: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ key: string }>(
    'select distinct visit_key as key from rfc.trigger where visit_key = any($1::text[])',
    [keys],
  )
  return rows.map(({ key }) => key)
}

/** Whether the database answers and can be written to: a standby, and one that went into read-only, cannot. */
export async function isWritable(database: Database): Promise<boolean> {
  // In a transaction, because an embedded one is begun only while there is space on the disk.
  return await database.transaction(async (tx) => {
    const [row] = await tx.query<{ readonly: string }>(
      `select current_setting('transaction_read_only') as readonly`,
      [],
    )
    return row?.readonly === 'off'
  })
}
