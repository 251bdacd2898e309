import type { Store } from './database.ts'
import type { Schemas } from './schema.ts'
import { hasTable } from './table-exists.ts'

/** The App that a database belongs to, and the API host of the GitHub it is registered on. */
export interface Owner {
  readonly appId: number
  readonly apiHost: string
}

/** Thrown when a database belongs to another App. The message names the setting to change. */
export class OwnedByAnother extends Error {
  override readonly name = 'OwnedByAnother'

  constructor(
    found: Owner,
    wanted: Owner,
    where: { readonly dataDir: string } | { readonly schema: string },
  ) {
    super(
      `The ${'dataDir' in where ? `data directory ${where.dataDir}` : `schema "${where.schema}" of the database`} ` +
        `belongs to ${told(found)}, and this server is ${told(wanted)}. ${whatToDo(found, wanted, where)}`,
    )
  }
}

function told({ appId, apiHost }: Owner): string {
  return `App ${appId} of ${apiHost}`
}

function whatToDo(
  found: Owner,
  wanted: Owner,
  where: { readonly dataDir: string } | { readonly schema: string },
): string {
  const other =
    'dataDir' in where
      ? 'Set DATA_DIR to another directory'
      : `Set DATABASE_SCHEMA to a name of its own, for example app_${wanted.appId}, or DATABASE_URL to another database`
  if (found.appId !== wanted.appId) return `${other}.`
  const moved =
    'dataDir' in where
      ? 'move this directory away: open pull requests are read from GitHub again'
      : `run \`delete from "${where.schema}".owner\` once`
  return `${other}; if it is the same App at a new address, ${moved}.`
}

/** Returns the owner of the database; null when it has none yet. */
export async function readOwner(tx: Store, schemas: Schemas): Promise<Owner | null> {
  if (!(await hasTable(tx, 'owner', schemas))) return null
  const row = await tx.db.selectFrom('owner').select(['app_id', 'api_host']).executeTakeFirst()
  return row ? { appId: row.app_id, apiHost: row.api_host } : null
}

/** Records the owner of the database, if it has none yet. */
export async function claim(tx: Store, { appId, apiHost }: Owner): Promise<void> {
  const values = { is_only: true, app_id: appId, api_host: apiHost, since: tx.dialect.now() }
  await tx.db
    .insertInto('owner')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
