import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface DirectoryLock {
  release(): void
}

/**
 * Locks a data directory for this process. Throws when another process holds it, and SQLite's error when it cannot be
 * written to.
 *
 * The operating system holds the lock, through SQLite's exclusive lock on an empty file: it ends with the
 * process however that ends, so `kill -9` leaves no stale lock, and it works between containers that share
 * the directory, where process ids mean nothing.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = new DatabaseSync(join(directory, 'one-process-at-a-time.lock'))
  try {
    file.exec('begin exclusive')
  } catch (error) {
    file.close()
    if (!isTakenError(error)) throw error
    throw new Error(
      `The data directory ${directory} is in use by another process. Stop that process, set DATA_DIR to another ` +
        'directory, or set DATABASE_URL to run several.',
    )
  }
  return { release: () => file.close() }
}

/** Whether another process holds the directory now. Takes the lock for a moment to find out. */
export function isDirectoryTaken(directory: string): boolean {
  const file = new DatabaseSync(join(directory, 'one-process-at-a-time.lock'))
  try {
    file.exec('begin exclusive')
    return false
  } catch (error) {
    if (isTakenError(error)) return true
    throw error
  } finally {
    file.close()
  }
}

/** SQLITE_BUSY */
function isTakenError(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
