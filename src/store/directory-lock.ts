import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface DirectoryLock {
  release(): void
}

/**
 * Takes a directory for this process; throws one clear sentence when another process has it.
 *
 * The lock is the operating system's, held through SQLite's exclusive lock on an empty file: it goes with the
 * process however that ends, so `kill -9` leaves nothing behind, and it also holds between two containers that
 * share the directory, where process ids tell nothing.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = new DatabaseSync(join(directory, 'one-process-at-a-time.lock'))
  try {
    file.exec('begin exclusive')
  } catch (error) {
    file.close()
    throw isTakenError(error)
      ? new Error(
          `The data directory ${directory} is in use by another process; expected one process at a time; ` +
            'stop the other one, or set another DATA_DIR, or use DATABASE_URL to run several.',
        )
      : new Error(`could not lock the data directory ${directory}`, { cause: error })
  }
  return { release: () => file.close() }
}

/** Whether another process holds a directory now; takes nothing for longer than the look. */
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
