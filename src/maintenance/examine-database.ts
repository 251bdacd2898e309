import { accessSync, constants, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DatabaseFacts, Seen } from '../doctor/facts.ts'
import type { Finding } from '../doctor/finding.ts'
import { judgeDatabase } from '../doctor/judge-database.ts'
import { withinSeconds } from '../queue/within-seconds.ts'
import type { Settings } from '../settings/settings.ts'
import { isDirectoryTaken } from '../store/directory-lock.ts'
import type { DatabasePlace } from '../store/open-database.ts'
import { type Owner, OwnedByAnother, readOwner } from '../store/owner.ts'
import { openPostgres } from '../store/postgres.ts'
import { schemasFor } from '../store/schema.ts'
import { DATABASE_FILE } from '../store/sqlite.ts'
import { FORMER_FOLDER } from '../store/upgrade-embedded.ts'
import { canReadFormer } from '../store/upgrade-former.ts'
import { isWritable } from '../store/waiting-work.ts'

const SECONDS = 5

/** Checks the database without changing it, and returns the finding. */
export async function examineDatabase(settings: Settings): Promise<Finding> {
  return judgeDatabase(await lookAt(settings))
}

async function lookAt({ database, host, port, appId, github }: Settings): Promise<Seen<DatabaseFacts>> {
  const owner = { appId, apiHost: new URL(github.restUrl).host }
  try {
    const value =
      'url' in database
        ? await withinSeconds(SECONDS, 'querying the database', lookAtPostgres(database, owner))
        : await lookAtDirectory(resolve(database.dataDir), host, port)
    return { kind: 'seen', value }
  } catch (error) {
    return { kind: 'unseen', why: `${error instanceof Error ? error.message : String(error)}.` }
  }
}

async function lookAtPostgres(
  { url, schema }: Extract<DatabasePlace, { url: string }>,
  wanted: Owner,
): Promise<DatabaseFacts> {
  const schemas = schemasFor(schema)
  const database = await openPostgres(url, schemas)
  try {
    const found = await readOwner(database, schemas)
    const isOurs = found === null || (found.appId === wanted.appId && found.apiHost === wanted.apiHost)
    return {
      kind: 'postgres',
      isWritable: await isWritable(database),
      isPrepared: found !== null,
      conflict: isOurs ? null : new OwnedByAnother(found, wanted, { schema: schemas.ours }).message,
    }
  } finally {
    await database.close()
  }
}

async function lookAtDirectory(directory: string, host: string, port: number): Promise<DatabaseFacts> {
  const seen = (state: Extract<DatabaseFacts, { kind: 'embedded' }>['state'], ready: boolean | null = null) =>
    ({ kind: 'embedded', directory, state, ready }) as const
  // Also beside a new file: the start that made it may have failed.
  const isFormer = existsSync(join(directory, FORMER_FOLDER))
  if (!isFormer && !existsSync(join(directory, DATABASE_FILE))) return seen('not made yet')
  if (!isWritableDirectory(directory)) return seen('not writable')
  const ready = await isServerReady(host, port)
  if (ready !== null) return seen('in use', ready)
  if (isFormer) return seen(canReadFormer() ? 'to be upgraded' : 'not upgradable')
  // Last, because checking the lock takes it for a moment.
  return seen(isDirectoryTaken(directory) ? 'in use' : 'free')
}

function isWritableDirectory(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Returns whether the server at this address says it is ready; null when none answers. */
async function isServerReady(host: string, port: number): Promise<boolean | null> {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const response = await fetch(`http://${own}:${port}/readyz`, {
      signal: AbortSignal.timeout(SECONDS * 1000),
    })
    await response.body?.cancel()
    return response.ok ? true : response.status === 503 ? false : null
  } catch {
    return null
  }
}
