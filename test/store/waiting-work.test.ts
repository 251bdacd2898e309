import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/store/open-database.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { DATABASE_FILE } from '../../src/store/sqlite.ts'
import { evaluationsWaiting, isWritable, waitingWork } from '../../src/store/waiting-work.ts'
import { onBothDatabases } from './databases.ts'
import { startPostgres } from './postgres.ts'

onBothDatabases(({ database }) => {
  test('counts what waits, and the age of the oldest', async () => {
    const nothing = { count: 0, oldestSeconds: 0 }
    expect(await waitingWork(database())).toEqual({ deliveries: nothing, evaluations: nothing })
    const { db, dialect } = database()
    const ago = (seconds: number) => dialect.after(-seconds)
    const delivery = (id: string, seconds: number, state: 'open' | 'done') => ({
      delivery_id: id,
      event: 'push',
      body: '{}',
      state,
      received_at: ago(seconds),
      due_at: ago(0),
    })
    await db
      .insertInto('inbox')
      .values([delivery('a', 100, 'open'), delivery('b', 50, 'open'), delivery('c', 500, 'done')])
      .execute()
    await db
      .insertInto('visit')
      .values({ key: '1/1', due_at: ago(0), updated_at: ago(0) })
      .execute()
    const trigger = { visit_key: '1/1', reference: '{}', trigger: '{}' }
    await db
      .insertInto('trigger')
      .values([
        { ...trigger, created_at: ago(300) },
        { ...trigger, created_at: ago(200) },
      ])
      .execute()
    const { deliveries, evaluations } = await waitingWork(database())
    expect([deliveries.count, evaluations.count]).toEqual([2, 1])
    expect(deliveries.oldestSeconds).toBeGreaterThanOrEqual(100)
    // The closed one is older.
    expect(deliveries.oldestSeconds).toBeLessThan(500)
    expect(evaluations.oldestSeconds).toBeGreaterThanOrEqual(300)
    expect(await evaluationsWaiting(database(), ['1/1', '1/2'])).toEqual(['1/1'])
  })

  test('accepts writes', async () => {
    expect(await isWritable(database())).toBe(true)
  })
})

test('finds out whether the embedded database accepts writes by writing to its log', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-writable-'))
  const log = join(dataDir, `${DATABASE_FILE}-wal`)
  const database = await openDatabase({ dataDir })
  try {
    const before = statSync(log).size
    await isWritable(database)
    expect(statSync(log).size).toBeGreaterThan(before)
    await sql`pragma query_only = on`.execute(database.db)
    await expect(isWritable(database)).rejects.toThrow("can't be written to")
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('finds a PostgreSQL that is read-only', async () => {
  const postgres = await startPostgres()
  try {
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await (await openDatabase({ url: postgres.url })).close()
    await client.query('alter role postgres set default_transaction_read_only = on')
    await client.end()
    const database = await openPostgres(postgres.url)
    expect(await isWritable(database)).toBe(false)
    await database.close()
  } finally {
    await postgres.stop()
  }
})
