import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/**
 * Opens the embedded database in a directory, or a PostgreSQL by its address, with all migrations applied.
 * Throws when another process holds the directory, or when the server cannot be reached.
 */
export async function openDatabase(where: { dataDir: string } | { url: string }): Promise<Database> {
  const database = 'url' in where ? openPostgres(where.url) : await openPglite(where.dataDir)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw new Error('could not prepare the database', { cause: error })
  }
  return database
}
