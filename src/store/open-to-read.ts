import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from './database.ts'
import type { DatabasePlace } from './open-database.ts'
import { openPostgres } from './postgres.ts'
import { type Schemas, schemasFor } from './schema.ts'
import { DATABASE_FILE, storeOn } from './sqlite.ts'

/** A database to read from only, also while a server uses it. */
export interface Reading extends Store {
  readonly schemas: Schemas
  close(): Promise<void>
}

/**
 * Opens a database to read from it, beside the server that may hold it: without its lock, and without migrations. Throws
 * an error for the operator when there is none.
 */
export async function openToRead(place: DatabasePlace): Promise<Reading> {
  if ('url' in place) return await openPostgres(place.url, schemasFor(place.schema))
  const directory = resolve(place.dataDir)
  const file = join(directory, DATABASE_FILE)
  if (!existsSync(file))
    throw new Error(
      `There is no database in ${directory}. Set DATA_DIR or DATABASE_URL as the server has it.`,
    )
  const store = storeOn(new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS }))
  return { ...store, schemas: schemasFor(), close: () => store.db.destroy() }
}

/** The server checkpoints meanwhile, and is never in the way for long. */
const BUSY_MS = 5_000
