import { sql } from 'kysely'
import type { Store } from './database.ts'
import type { Schemas } from './schema.ts'

/** Whether a table exists; asked without privileges on it. */
export async function hasTable(tx: Store, name: string, { ours }: Schemas): Promise<boolean> {
  const found =
    tx.dialect.kind === 'sqlite'
      ? await sql<{
          name: string
        }>`select name from sqlite_schema where type = 'table' and name = ${name}`.execute(tx.db)
      : await sql<{ name: string }>`select relname as name from pg_catalog.pg_class
          join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
          where nspname = ${ours} and relname = ${name}`.execute(tx.db)
  return found.rows.length > 0
}
