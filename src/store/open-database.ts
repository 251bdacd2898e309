import type { Database } from './database.ts'
import type { SyncToDisk } from './journal.ts'
import { migrate } from './migrate.ts'
import { type Owner, OwnedByAnother } from './owner.ts'
import { schemasFor } from './schema.ts'
import { openSqlite } from './sqlite.ts'
import { type TellProgress, upgradeEmbedded } from './upgrade-embedded.ts'

/**
 * Where the database is: the directory of the embedded one, or the address of a PostgreSQL server and the
 * schema there.
 */
export type DatabasePlace =
  | { readonly dataDir: string }
  | { readonly url: string; readonly schema?: string | undefined }

export interface DatabaseOptions {
  /** How the embedded database waits for the disk. */
  readonly sync?: SyncToDisk | undefined
  /** Called with each step of the upgrade of an embedded database. */
  readonly tell?: TellProgress
}

/**
 * Opens the embedded database in a directory, or a PostgreSQL database by its address, and applies all
 * migrations. An embedded database of a version before 0.2 is taken over. Throws when another process holds the
 * directory, when the server cannot be reached, and `OwnedByAnother` when the tables belong to another App than `owner`.
 */
export async function openDatabase(
  place: DatabasePlace,
  owner?: Owner,
  { sync, tell }: DatabaseOptions = {},
): Promise<Database> {
  if ('dataDir' in place) {
    const database = await openSqlite(place.dataDir, { sync })
    const work = () =>
      upgradeEmbedded(database, place.dataDir, owner, (fill) => migrate(database, owner, place, fill), tell)
    return await prepared(database, work)
  }
  const schemas = schemasFor(place.schema)
  // The embedded database needs none of its driver.
  const { openPostgres } = await import('./postgres.ts')
  const database = await openPostgres(place.url, schemas).catch((error: unknown) => {
    throw new Error('could not prepare the database', { cause: error })
  })
  return await prepared(database, () => migrate(database, owner, { schema: schemas.ours }))
}

async function prepared(database: Database, work: () => Promise<void>): Promise<Database> {
  try {
    await work()
    return database
  } catch (error) {
    await database.close()
    if (error instanceof OwnedByAnother) throw error
    throw new Error('could not prepare the database', { cause: error })
  }
}
