import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

export type Where = { dataDir: string } | { url: string }

export interface Databases {
  /** Opened once for all tests of the suite. */
  database(): Database
  where(): Where
}

/** Runs a suite twice: on the embedded database, and on a real PostgreSQL of its own. */
export function onBothDatabases(suite: (databases: Databases) => void): void {
  describe('on SQLite', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-sqlite-'))
    suite(
      opened(
        async () => ({ dataDir }),
        async () => rmSync(dataDir, { recursive: true, force: true }),
      ),
    )
  })
  describe('on PostgreSQL', () => {
    let postgres: TestPostgres | undefined
    suite(
      opened(
        async () => {
          postgres = await startPostgres()
          return { url: postgres.url }
        },
        async () => postgres?.stop(),
      ),
    )
  })
}

function opened(start: () => Promise<Where>, stop: () => Promise<void>): Databases {
  let place: Where | undefined
  let database: Database | undefined
  beforeAll(async () => {
    place = await start()
    database = await openDatabase(place)
  })
  afterAll(async () => {
    await database?.close()
    await stop()
  })
  return {
    database: () => {
      if (database === undefined) throw new Error('the database is not open yet')
      return database
    },
    where: () => {
      if (place === undefined) throw new Error('the database is not open yet')
      return place
    },
  }
}
