import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite, type PGliteInterface, type Transaction } from '@electric-sql/pglite'
import { fromPglite } from 'pg-boss'
import type { Database, Queryable } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { DiskFull, DiskGuard, type DiskLook } from './disk-guard.ts'
import { schemasFor } from './schema.ts'

/** A new database takes 39 MB; the guard multiplies by three. */
const NEW_DATABASE_BYTES = 13 * 1024 * 1024

/**
 * Opens the embedded PostgreSQL in a directory, which is created if missing. Only one process at a time may
 * hold it.
 */
export async function openPglite(dataDir: string, look: DiskLook = {}): Promise<Database> {
  const directory = resolve(dataDir)
  mkdirSync(directory, { recursive: true })
  const lock = lockDirectory(directory)
  const guard = new DiskGuard(directory, look)
  let lite: PGlite
  try {
    const isNew = !existsSync(join(directory, 'postgres'))
    // PGlite hangs when it starts on a full disk.
    await guard.run(isNew ? NEW_DATABASE_BYTES : 0, async () => {})
    lite = await PGlite.create(join(directory, 'postgres'))
  } catch (error) {
    lock.release()
    if (error instanceof DiskFull) throw error
    throw new Error(`could not open the embedded database in ${directory}`, { cause: error })
  }
  const asked = (text: string, values: readonly unknown[] | undefined) =>
    READS.test(text) ? null : sizeOf(values)
  const guarded = {
    query: <Row>(text: string, values?: unknown[]) =>
      guard.run(asked(text, values), () => lite.query<Row>(text, values)),
    exec: (text: string) => guard.run(asked(text, undefined), () => lite.exec(text)),
  }
  return {
    kind: 'pglite',
    query: queryable(guarded).query,
    transaction: (work) =>
      guard.run(0, () =>
        lite.transaction((tx) =>
          work(
            queryable({
              query: (text, values) => guard.run(asked(text, values), () => tx.query(text, values)),
              exec: (text) => guard.run(asked(text, undefined), () => tx.exec(text)),
            }),
          ),
        ),
      ),
    close: async () => {
      try {
        await lite.close()
      } finally {
        lock.release()
      }
    },
    schemas: schemasFor(),
    isListenable: false,
    broken: guard.broken,
    boss: { db: fromPglite(guarded), backend: 'pglite', schema: schemasFor().boss, createSchema: false },
  }
}

/** Matches statements that write nothing but hint bits; they run even when the disk is full. */
const READS = /^\s*select\b(?![\s\S]*\bfor update\b)(?![\s\S]*\brfc\.sum_up\b)/i

function sizeOf(values: readonly unknown[] = []): number {
  return values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
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
