import type { Queryable } from './database.ts'

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
export async function readOwner(tx: Queryable): Promise<Owner | null> {
  const [table] = await tx.query<{ name: string | null }>("select to_regclass('rfc.owner')::text as name", [])
  if (!table?.name) return null
  const [row] = await tx.query<{ app_id: number; api_host: string }>(
    'select app_id::float8 as app_id, api_host from rfc.owner',
    [],
  )
  return row ? { appId: row.app_id, apiHost: row.api_host } : null
}

/** Records the owner of the database, if it has none yet. */
export async function claim(tx: Queryable, { appId, apiHost }: Owner): Promise<void> {
  await tx.query('insert into rfc.owner (app_id, api_host) values ($1, $2) on conflict do nothing', [
    appId,
    apiHost,
  ])
}
