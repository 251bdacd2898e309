import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite, type PGliteInterface, type Transaction } from '@electric-sql/pglite'
import { fromPglite } from 'pg-boss'
import type { Database, Queryable } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { schemasFor } from './schema.ts'

/** Opens the embedded PostgreSQL in a directory, which is made when absent. One process at a time. */
export async function openPglite(dataDir: string): Promise<Database> {
  const directory = resolve(dataDir)
  mkdirSync(directory, { recursive: true })
  const lock = lockDirectory(directory)
  let lite: PGlite
  try {
    lite = await PGlite.create(join(directory, 'postgres'))
  } catch (error) {
    lock.release()
    throw new Error(`could not open the embedded database in ${directory}`, { cause: error })
  }
  return {
    kind: 'pglite',
    query: queryable(lite).query,
    transaction: (work) => lite.transaction((tx) => work(queryable(tx))),
    close: async () => {
      try {
        await lite.close()
      } finally {
        lock.release()
      }
    },
    schemas: schemasFor(),
    isListenable: false,
    boss: { db: fromPglite(lite), backend: 'pglite', schema: schemasFor().boss, createSchema: false },
  }
}

function queryable(lite: Pick<PGliteInterface | Transaction, 'query' | 'exec'>): Queryable {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => {
      // `query` takes a single statement only; `exec` takes several and no values.
      if (values === undefined) return ((await lite.exec(text)).at(-1)?.rows ?? []) as Row[]
      return (await lite.query<Row>(text, [...values])).rows
    },
  }
}
