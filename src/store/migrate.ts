import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

// Any number serves, as long as every process of ours takes the same.
const LOCK = 7_264_711

/**
 * Brings the tables up to date in one transaction: the files of `migrations/` that were not applied yet,
 * in the order of their numbers. Several processes may start at once; one does it, the others find it done.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1::bigint)', [LOCK])
    await tx.query(`
      create schema if not exists rfc;
      create table if not exists rfc.schema_version (
        version integer primary key,
        applied_at timestamptz not null default now()
      )`)
    const applied = await tx.query<{ version: number }>('select version from rfc.schema_version', [])
    for (const { version, sql } of migrations()) {
      if (applied.some((row) => row.version === version)) continue
      await tx.query(sql)
      await tx.query('insert into rfc.schema_version (version) values ($1)', [version])
    }
  })
}

function migrations(): { version: number; sql: string }[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      sql: readFileSync(new URL(name, FOLDER), 'utf8'),
    }))
}
