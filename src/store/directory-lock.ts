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
    const isTaken = error instanceof Error && 'errcode' in error && error.errcode === 5
    throw isTaken
      ? new Error(
          `The data directory ${directory} is in use by another process; expected one process at a time; ` +
            'stop the other one, or set another DATA_DIR, or use DATABASE_URL to run several.',
        )
      : new Error(`could not lock the data directory ${directory}`, { cause: error })
  }
  return { release: () => file.close() }
}
