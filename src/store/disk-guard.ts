import { statfsSync } from 'node:fs'

const MEGABYTE = 1024 * 1024

/**
 * Free space below which nothing is written to the embedded database: one segment of its log (16 MiB), and
 * some pages. PostgreSQL without space for its log stops for good (PANIC), and the embedded one takes this
 * process with it.
 */
export const LEAST_FREE_BYTES = 24 * MEGABYTE
/** Bytes written per byte of data at most: to the log, to the table, and to an index or as a hint. */
const WRITTEN_TIMES = 3
/** How long, in milliseconds, a reading of the free space is used. */
const LOOK_MS = 100

/** How free space is read. */
export interface DiskLook {
  readonly freeBytes?: () => number
  readonly lookMs?: number
}

/** Thrown when the disk is nearly full. The statement was not started and can be retried. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

/**
 * Rejects writes to the embedded database while its disk is nearly full, and everything once the database has
 * stopped.
 */
export class DiskGuard {
  readonly #directory: string
  readonly #freeBytes: () => number
  readonly #lookMs: number
  readonly #broken = Promise.withResolvers<Error>()
  #isBroken: Error | null = null
  #looked = { at: Number.NEGATIVE_INFINITY, free: 0 }

  constructor(
    directory: string,
    { freeBytes = () => freeBytesOf(directory), lookMs = LOOK_MS }: DiskLook = {},
  ) {
    this.#directory = directory
    this.#freeBytes = freeBytes
    this.#lookMs = lookMs
  }

  /** Resolves when the database has stopped working and only a restart helps. */
  get broken(): Promise<Error> {
    return this.#broken.promise
  }

  /** Runs `work`, which may write `bytes`; null when it only reads. */
  async run<Result>(bytes: number | null, work: () => Promise<Result>): Promise<Result> {
    if (this.#isBroken) throw this.#isBroken
    if (bytes !== null) this.#mustHaveRoom(bytes)
    try {
      return await work()
    } catch (error) {
      if (isEnd(error)) this.#stop(error)
      throw error
    }
  }

  #mustHaveRoom(bytes: number): void {
    const now = performance.now()
    if (now - this.#looked.at >= this.#lookMs) this.#looked = { at: now, free: this.#freeBytes() }
    const needed = LEAST_FREE_BYTES + bytes * WRITTEN_TIMES
    if (this.#looked.free >= needed) {
      this.#looked.free -= bytes * WRITTEN_TIMES
      return
    }
    throw new DiskFull(
      `The disk of the data directory ${this.#directory} has ${Math.floor(this.#looked.free / MEGABYTE)} MB left, and the ` +
        `embedded database needs ${Math.round(needed / MEGABYTE)} MB to write safely. Free space there.`,
    )
  }

  #stop(cause: unknown): void {
    this.#isBroken ??= new Error(
      `The embedded database in ${this.#directory} stopped working. Check whether its disk is full, then restart.`,
      { cause },
    )
    this.#broken.resolve(this.#isBroken)
  }
}

/**
 * Whether an error means the end of the embedded database: PostgreSQL gave up, or its WebAssembly program was
 * aborted.
 */
function isEnd(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { severity, name } = error as { severity?: unknown; name?: unknown }
  return severity === 'PANIC' || severity === 'FATAL' || name === 'ExitStatus' || name === 'RuntimeError'
}

function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}
