import { readdirSync, readFileSync } from 'node:fs'
import type { Database, Queryable } from './database.ts'
import { claim, type Owner, OwnedByAnother, readOwner } from './owner.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

// An arbitrary number that all processes of this App share.
const LOCK = 7_264_711

/**
 * Applies the files of `migrations/` that were not applied yet, in the order of their numbers and in one
 * transaction. When several processes start at once, one does it and the others wait. Throws `OwnedByAnother`
 * before any change when the tables belong to another App; tables without an owner become `owner`'s.
 */
export async function migrate(
  database: Database,
  owner?: Owner,
  where: { readonly dataDir: string } | { readonly schema: string } = { schema: database.schemas.ours },
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1::bigint)', [LOCK])
    if (owner) await refuseAnothers(tx, owner, where)
    for (const schema of Object.values(database.schemas)) await makeSchema(tx, schema)
    await tx.query(`
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
    if (owner) await claim(tx, owner)
  })
}

async function refuseAnothers(
  tx: Queryable,
  owner: Owner,
  where: { readonly dataDir: string } | { readonly schema: string },
): Promise<void> {
  const found = await readOwner(tx)
  if (found && (found.appId !== owner.appId || found.apiHost !== owner.apiHost))
    throw new OwnedByAnother(found, owner, where)
}

/** `create schema if not exists` needs the privilege to create schemas even when the schema exists. */
async function makeSchema(tx: Queryable, schema: string): Promise<void> {
  const found = await tx.query('select from pg_catalog.pg_namespace where nspname = $1', [schema])
  if (found.length > 0) return
  const [role] = await tx.query<{ name: string }>('select current_user::text as name', [])
  try {
    await tx.query(`create schema "${schema}"`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE)) throw error
    throw new Error(
      `The role "${role?.name}" may not create the schema "${schema}"; as an owner of the database run ` +
        `\`create schema "${schema}" authorization "${role?.name}"\``,
      { cause: error },
    )
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

function migrations(): { version: number; sql: string }[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      sql: readFileSync(new URL(name, FOLDER), 'utf8'),
    }))
}
