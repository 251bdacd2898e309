import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Database, Store } from './database.ts'
import type { Dialect } from './dialect.ts'
import { claim, type Owner, OwnedByAnother, readOwner } from './owner.ts'
import { type Schemas, statementsFor } from './schema.ts'
import { hasTable } from './table-exists.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

// An arbitrary number that all processes of this App share.
const LOCK = 7_264_711

/** Where the tables are, for sentences. */
export type TablePlace = { readonly dataDir: string } | { readonly schema: string }

/**
 * Applies the files of `migrations/` for this database that were not applied yet, in the order of their numbers. When
 * several processes start at once, one does it and the others wait. Throws `OwnedByAnother` before any change when the
 * tables belong to another App; tables without an owner become `owner`'s. New tables are made in one transaction, in which
 * `fill` runs last; tables in use are changed by one transaction for each file, so that servers of the version before do
 * not wait for the lock of one file until all the others are done.
 */
export async function migrate(
  database: Database,
  owner?: Owner,
  where: TablePlace = { schema: database.schemas.ours },
  fill?: (tx: Store) => Promise<void>,
): Promise<void> {
  const isPostgres = database.dialect.kind === 'postgres'
  const rewrite = isPostgres ? statementsFor(database.schemas) : (text: string) => text
  const step = async (tx: Store): Promise<'done' | 'more'> => {
    if (isPostgres) await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(tx.db)
    const isNew = !(await hasTable(tx, 'schema_version', database.schemas))
    if (owner && !isNew) await refuseAnothers(tx, owner, where, database.schemas)
    if (isNew) await makeVersionTable(tx, database.schemas)
    const applied = await tx.db.selectFrom('schema_version').select('version').execute()
    const open = migrationsFor(tx.dialect.kind).filter(
      ({ version }) => !applied.some((row) => row.version === version),
    )
    for (const { version, text } of isNew ? open : open.slice(0, 1)) {
      await database.execute(tx, rewrite(text))
      await tx.db.insertInto('schema_version').values({ version, applied_at: tx.dialect.now() }).execute()
    }
    if (isNew) await fill?.(tx)
    if (owner) await claim(tx, owner)
    return isNew || open.length <= 1 ? 'done' : 'more'
  }
  while ((await database.transaction(step)) === 'more');
}

async function makeVersionTable(tx: Store, { ours }: Schemas): Promise<void> {
  if (tx.dialect.kind === 'sqlite') {
    await sql`create table schema_version (version integer primary key, applied_at integer not null) strict`.execute(
      tx.db,
    )
    return
  }
  await makeSchema(tx, ours)
  await sql`create table if not exists ${sql.table(`${ours}.schema_version`)} (
    version integer primary key,
    applied_at timestamptz not null default now()
  )`.execute(tx.db)
}

async function refuseAnothers(tx: Store, owner: Owner, where: TablePlace, schemas: Schemas): Promise<void> {
  const found = await readOwner(tx, schemas)
  if (found && (found.appId !== owner.appId || found.apiHost !== owner.apiHost))
    throw new OwnedByAnother(found, owner, where)
}

/** `create schema if not exists` needs the privilege to create schemas even when the schema exists. */
async function makeSchema(tx: Store, schema: string): Promise<void> {
  const found = await sql`select from pg_catalog.pg_namespace where nspname = ${schema}`.execute(tx.db)
  if (found.rows.length > 0) return
  const role = await sql<{ name: string }>`select current_user::text as name`.execute(tx.db)
  try {
    await sql`create schema ${sql.id(schema)}`.execute(tx.db)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE)) throw error
    const name = role.rows[0]?.name
    throw new Error(
      `The role "${name}" may not create the schema "${schema}"; as an owner of the database run ` +
        `\`create schema "${schema}" authorization "${name}"\``,
      { cause: error },
    )
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'

/** Returns the migrations of a database, the oldest first. */
export function migrationsFor(kind: Dialect['kind']): { version: number; text: string }[] {
  const folder = new URL(`${kind}/`, FOLDER)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number.parseInt(name, 10),
      text: readFileSync(new URL(name, folder), 'utf8'),
    }))
}
