import { constants, cpSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { migrationsFor } from './migrate.ts'
import type { Owner } from './owner.ts'
import { DiskFull, explained } from './sqlite-errors.ts'

/** What PostgreSQL writes when it starts, at most. */
const START_BYTES = 64 * 1024 * 1024

/** At once, because webhook bodies are large. */
const ROWS_AT_ONCE = 50

/** A copy of the embedded database of a version before 0.2, with the tables of this version. */
export interface FormerDatabase {
  readonly owner: () => Promise<Owner | null>
  /** Calls `each` for parts of what a query returns, in its order. */
  readonly read: (query: string, each: (rows: readonly FormerRow[]) => Promise<void>) => Promise<void>
  /** Closes and deletes the copy. */
  readonly close: () => Promise<void>
}

export type FormerRow = Readonly<Record<string, unknown>>

/** Copies a former database and opens the copy. Throws a sentence when the package that reads it is not installed. */
export async function openFormerCopy(folder: string, copy: string): Promise<FormerDatabase> {
  const { PGlite } = await importPglite(folder)
  refuseFullDisk(folder)
  const close = async (lite?: PGlite) => {
    await lite?.close()
    rmSync(copy, { recursive: true, force: true })
  }
  let lite: PGlite | undefined
  try {
    cpSync(folder, copy, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE })
    lite = await PGlite.create(copy)
    await migrateCopy(lite)
  } catch (cause) {
    await close(lite)
    const error = explained(cause, dirname(folder))
    if (error !== cause) throw error
    throw new Error(`The database of the version before in ${folder} can't be read. ${whatIsLost(folder)}`, {
      cause,
    })
  }
  const opened = lite
  return {
    owner: async () => {
      const { rows } = await opened.query<{ app_id: number; api_host: string }>(
        'select app_id, api_host from rfc.owner',
      )
      return rows[0] ? { appId: Number(rows[0].app_id), apiHost: rows[0].api_host } : null
    },
    read: (query, each) =>
      opened.transaction(async (tx) => {
        await tx.query(`declare part no scroll cursor for ${query}`)
        for (;;) {
          const { rows } = await tx.query<FormerRow>(`fetch forward ${ROWS_AT_ONCE} from part`)
          if (rows.length === 0) return
          await each(rows)
        }
      }),
    close: () => close(opened),
  }
}

/** Whether the package that reads a former database is installed. */
export function canReadFormer(): boolean {
  try {
    return import.meta.resolve('@electric-sql/pglite').length > 0
  } catch {
    return false
  }
}

async function importPglite(folder: string): Promise<typeof import('@electric-sql/pglite')> {
  try {
    return await import('@electric-sql/pglite')
  } catch (cause) {
    throw new Error(
      `${folder} holds the database of the version before, and the package that reads it is not installed. Run ` +
        `\`npm install --no-save --save-prod --omit=dev @electric-sql/pglite@0.5\` once, then start again. ${whatIsLost(folder)}`,
      { cause },
    )
  }
}

function whatIsLost(folder: string): string {
  return (
    `Or move ${folder} away: open pull requests are then read from GitHub again, and deliveries that were accepted but ` +
    "not processed, sign-ins and the board's history are lost."
  )
}

/** PostgreSQL hangs when it starts on a full disk. */
function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const needed = sizeOf(folder) + START_BYTES
  if (bavail * bsize >= needed) return
  const megabytes = Math.ceil(needed / 1024 / 1024)
  throw new DiskFull(
    `The upgrade of the embedded database needs ${megabytes} MB on the disk of ${dirname(folder)}. Free space there, ` +
      'then start again.',
  )
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** Brings the tables to the newest migration, where all columns are as in SQLite. A folder without tables gets empty ones. */
async function migrateCopy(lite: PGlite): Promise<void> {
  await lite.exec(
    `create schema if not exists rfc;
     create table if not exists rfc.schema_version (version integer primary key, applied_at timestamptz not null default now())`,
  )
  const { rows } = await lite.query<{ version: number }>('select version from rfc.schema_version')
  for (const { version, text } of migrationsFor('postgres')) {
    if (rows.some((row) => row.version === version)) continue
    await lite.transaction(async (tx) => {
      await tx.exec(text)
    })
  }
}
