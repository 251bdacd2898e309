import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Database, Store } from './database.ts'
import { type Owner, OwnedByAnother } from './owner.ts'
import { explained } from './sqlite-errors.ts'
import { syncDirectory } from './sqlite.ts'
import { type FormerDatabase, openFormerCopy } from './upgrade-former.ts'
import { copyRows } from './upgrade-rows.ts'

/** The folder of the embedded database of versions before 0.2, in the data directory. */
export const FORMER_FOLDER = 'postgres'
const KEPT_FOLDER = `${FORMER_FOLDER}.before-0.2`
const COPY_FOLDER = `${FORMER_FOLDER}.being-read`

/** Where it is stored which state of the former database was taken over. */
const NOTE = 'upgrade'

/** Called with each step of an upgrade, as a sentence. */
export type TellProgress = (what: string) => void

/**
 * Takes over the database of a version before 0.2 at the first start, then renames its folder. `migrated` makes the
 * tables of a new database and fills them in the same transaction. Only a copy of the folder is opened, so what is cut
 * off is done again by the next start. Throws `OwnedByAnother` when the former database belongs to another App.
 */
export async function upgradeEmbedded(
  database: Database,
  dataDir: string,
  owner: Owner | undefined,
  migrated: (fill?: (tx: Store) => Promise<void>) => Promise<void>,
  tell: TellProgress = () => {},
): Promise<void> {
  const directory = resolve(dataDir)
  const folder = join(directory, FORMER_FOLDER)
  const copy = join(directory, COPY_FOLDER)
  rmSync(copy, { recursive: true, force: true })
  if (!existsSync(folder)) return await migrated()
  const state = stateOf(folder)
  await migrated(async (tx) => {
    tell(`the embedded database of the version before is read from a copy of ${folder}`)
    const former = await openFormerCopy(folder, copy)
    try {
      const rows = await takeOver(former, tx, owner, dataDir)
      await tx.db.insertInto('round').values({ name: NOTE, mark: state }).execute()
      tell(`${rows} rows of the version before were read`)
    } catch (error) {
      throw explained(error, directory)
    } finally {
      await former.close()
    }
  })
  const note = await database.db
    .selectFrom('round')
    .select('mark')
    .where('name', '=', NOTE)
    .executeTakeFirst()
  if (note?.mark !== state) {
    throw new Error(
      `The data directory ${directory} holds two databases: that of this version, and in ${folder} one that an older ` +
        `version has written since. Move one of them away: ${folder}, or rfc-alignment.sqlite with the files beside it ` +
        'to take over the older one.',
    )
  }
  await database.flush()
  tell('the rows of the version before are stored')
  const kept = freeNameIn(directory)
  renameSync(folder, kept)
  syncDirectory(directory)
  tell(`the embedded database of the version before is kept in ${kept}; delete it when you won't go back`)
}

async function takeOver(
  former: FormerDatabase,
  tx: Store,
  owner: Owner | undefined,
  dataDir: string,
): Promise<number> {
  const found = await former.owner()
  if (owner && found && (found.appId !== owner.appId || found.apiHost !== owner.apiHost))
    throw new OwnedByAnother(found, owner, { dataDir })
  return await copyRows(former, tx)
}

/** Tells one state of a former database from another: PostgreSQL writes this file whenever it starts and stops. */
function stateOf(folder: string): string {
  const file = join(folder, 'global', 'pg_control')
  if (!existsSync(file)) return 'never started'
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function freeNameIn(directory: string): string {
  const name = join(directory, KEPT_FOLDER)
  if (!existsSync(name)) return name
  let number = 2
  while (existsSync(`${name}.${number}`)) number += 1
  return `${name}.${number}`
}
