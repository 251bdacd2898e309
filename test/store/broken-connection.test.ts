import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Store } from '../../src/store/database.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

let postgres: TestPostgres
let database: Database

beforeAll(async () => {
  postgres = await startPostgres()
  database = await openPostgres(postgres.url)
})
afterAll(async () => {
  await database.close()
  await postgres.stop()
})

test('fails only the transaction whose connection PostgreSQL ended (TH-27)', async () => {
  const asleep = database.transaction(async (tx) => {
    const own = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
    const pid = own.rows[0]?.pid
    // As after `idle_in_transaction_session_timeout`, when a frozen process wakes up.
    await sql`select pg_terminate_backend(${pid})`.execute(database.db)
    for (;;) {
      const left = await sql`select from pg_stat_activity where pid = ${pid}`.execute(database.db)
      if (left.rows.length === 0) break
    }
    await one(tx)
  })
  await expect(asleep).rejects.toThrow()
  for (let count = 0; count < 20; count++) expect(await database.transaction(one)).toEqual([{ one: 1 }])
})

async function one({ db }: Store): Promise<unknown> {
  return (await sql`select 1 as one`.execute(db)).rows
}
