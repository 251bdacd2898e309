import { close, fdatasync, fstatSync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

/** Writes a file's data to the disk; resolves when it is there (fdatasync(2)). */
export type SyncToDisk = (descriptor: number) => Promise<void>

const MEGABYTE = 1024 * 1024
/** A log of this size is written back into the database. */
const LONG_BYTES = 16 * MEGABYTE

/** The write-ahead log of the embedded database (https://www.sqlite.org/wal.html). */
export interface Journal {
  /** Resolves when the disk has every commit made before the call. Calls during a write share the next one. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Opens the log beside a database that is open. */
export function openJournal(
  file: string,
  guarded: <Result>(work: () => Result) => Result,
  sync: SyncToDisk = promisify(fdatasync),
): Journal {
  const descriptor = guarded(() => openSync(`${file}-wal`, 'r'))
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  let checkpoint: Promise<void> | null = null

  const write = async () => {
    next = null
    try {
      await sync(descriptor)
    } catch (cause) {
      // What a failed write leaves on the disk is unknown, and another one would not tell
      // (https://www.postgresql.org/docs/current/wal-reliability.html).
      guarded(() => {
        throw Object.assign(new Error('the log could not be written to the disk', { cause }), { isEnd: true })
      })
    }
    if (checkpoint === null && fstatSync(descriptor).size >= LONG_BYTES) {
      checkpoint = runCheckpoint(file).finally(() => {
        checkpoint = null
      })
    }
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
      await running.catch(() => {})
      await checkpoint
      await promisify(close)(descriptor)
    },
  }
}

/**
 * Copies the log into the database, in a thread of its own: the disk is written twice, which would hold the event loop.
 * When it is cut off, the log stays as it is and grows.
 */
async function runCheckpoint(file: string): Promise<void> {
  const worker = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: file })
  await new Promise<void>((resolve) => {
    worker.once('exit', () => resolve())
    worker.once('error', () => resolve())
  })
}
