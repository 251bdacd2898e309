import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
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
    const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    // As after `idle_in_transaction_session_timeout`, when a frozen process wakes up.
    await database.query('select pg_terminate_backend($1)', [own?.pid])
    for (;;) {
      const left = await database.query('select from pg_stat_activity where pid = $1', [own?.pid])
      if (left.length === 0) break
    }
    await tx.query('select 1')
  })
  await expect(asleep).rejects.toThrow()
  for (let count = 0; count < 20; count++)
    expect(await database.transaction(async (tx) => await tx.query('select 1 as one'))).toEqual([{ one: 1 }])
})
