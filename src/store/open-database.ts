import type { Database } from './database.ts'
import type { SyncToDisk } from './journal.ts'
import { migrate, type TablePlace } from './migrate.ts'
import { type Owner, OwnedByAnother } from './owner.ts'
import { openPostgres } from './postgres.ts'
import { schemasFor } from './schema.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Where the database is: the directory of the embedded one, or the address of a PostgreSQL server and the
 * schema there.
 */
export type DatabasePlace =
  | { readonly dataDir: string }
  | { readonly url: string; readonly schema?: string | undefined }

/**
 * Opens the embedded database in a directory, or a PostgreSQL database by its address, and applies all
 * migrations. Throws when another process holds the directory, when the server cannot be reached, and
 * `OwnedByAnother` when the tables belong to another App than `owner`.
 */
export async function openDatabase(place: DatabasePlace, owner?: Owner, sync?: SyncToDisk): Promise<Database> {
  if ('dataDir' in place) return await migrated(await openSqlite(place.dataDir, sync), owner, place)
  const schemas = schemasFor(place.schema)
  const database = await openPostgres(place.url, schemas).catch((error: unknown) => {
    throw new Error('could not prepare the database', { cause: error })
  })
  return await migrated(database, owner, { schema: schemas.ours })
}

async function migrated(
  database: Database,
  owner: Owner | undefined,
  where: TablePlace,
): Promise<Database> {
  try {
    await migrate(database, owner, where)
    return database
  } catch (error) {
    await database.close()
    if (error instanceof OwnedByAnother) throw error
    throw new Error('could not prepare the database', { cause: error })
  }
}
