import { close, fdatasync, fstatSync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { DiskFault } from './sqlite-errors.ts'

/** Writes a file's data to the disk; resolves when it is there (fdatasync(2)). */
export type SyncToDisk = (descriptor: number) => Promise<void>

const MEGABYTE = 1024 * 1024
/** A log of this size is copied into the database. */
const LONG_BYTES = 16 * MEGABYTE
/** In a log of so many times that size, writers were never quiet for long enough; then they wait once. */
const TOO_LONG = 4

/** The write-ahead log of the embedded database (https://www.sqlite.org/wal.html). */
export interface Journal {
  /**
   * Resolves when the disk has every commit made before the call; calls during a write share the next one. Rejects for
   * good once a write has failed.
   */
  flush(): Promise<void>
  close(): Promise<void>
}

export interface JournalOptions {
  readonly sync?: SyncToDisk | undefined
  readonly longBytes?: number | undefined
}

/**
 * Opens the log beside a database that is open. `guarded` runs what may end the database and throws after its end;
 * `held` runs work while no statement does.
 */
export function openJournal(
  file: string,
  guarded: <Result>(work: () => Result) => Result,
  held: (work: () => Promise<void>) => Promise<void>,
  { sync = promisify(fdatasync), longBytes = LONG_BYTES }: JournalOptions = {},
): Journal {
  // Windows writes to the disk only what it may write to.
  const descriptor = guarded(() => openSync(`${file}-wal`, 'r+'))
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  let checkpoint: Promise<void> | null = null

  const write = async () => {
    next = null
    // A write after a failed one reports success, for the failed pages are forgotten
    // (https://www.postgresql.org/docs/current/wal-reliability.html).
    guarded(() => {})
    try {
      await sync(descriptor)
    } catch (cause) {
      guarded(() => {
        throw new DiskFault('failed', 'the log could not be written to the disk', { cause })
      })
    }
    guarded(() => {})
    startCheckpoint()
  }

  const startCheckpoint = () => {
    const { size } = fstatSync(descriptor)
    if (checkpoint !== null || size < longBytes) return
    const work = async () => {
      const isWhole = await runCheckpoint(file)
      if (!isWhole && size >= TOO_LONG * longBytes) await held(async () => void (await runCheckpoint(file)))
    }
    checkpoint = work()
      .catch(() => {})
      .finally(() => {
        checkpoint = null
      })
  }

  return {
    flush: () => {
      next ??= running
        .catch(() => {})
        .then(() => {
          running = write()
          return running
        })
      return next
    },
    close: async () => {
      await next?.catch(() => {})
      await running.catch(() => {})
      await checkpoint
      await promisify(close)(descriptor)
    },
  }
}

/**
 * Copies the log into the database, in a thread of its own: the disk is written twice, which would hold the event loop.
 * Returns whether all of it was copied. When it is cut off or fails, the log stays as it is and grows.
 */
async function runCheckpoint(file: string): Promise<boolean> {
  const worker = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: file })
  let isWhole = false
  worker.once('message', (message) => {
    isWhole = message === true
  })
  await new Promise<void>((resolve) => {
    worker.once('exit', () => resolve())
    worker.once('error', () => resolve())
  })
  return isWhole
}
