import { statfsSync } from 'node:fs'

const MEGABYTE = 1024 * 1024

/**
 * The embedded database is asked to write only while so much is free: one segment of its log (16 MiB), and some pages.
 * PostgreSQL that finds no room for its log stops for good (PANIC); embedded, it takes this process with it.
 */
export const LEAST_FREE_BYTES = 24 * MEGABYTE
/** Of each byte that is handed over so much is written at most: to the log, to its table, and to an index or as a hint. */
const WRITTEN_TIMES = 3
/** For so many milliseconds a look at the disk counts. */
const LOOK_MS = 100

/** How the disk is looked at. */
export interface DiskLook {
  readonly freeBytes?: () => number
  readonly lookMs?: number
}

/** Thrown when the disk is nearly full. What was asked was not begun, and can be asked again. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

/** Refuses writes to the embedded database where its disk is nearly full, and all there is to ask once it has stopped. */
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

  /** Resolves when the database has stopped working and only a new start helps. */
  get broken(): Promise<Error> {
    return this.#broken.promise
  }

  /** Runs something that may write `bytes`; 0 where it only reads. */
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
      `The embedded database in ${this.#directory} stopped working. Look whether its disk is full, and start again.`,
      { cause },
    )
    this.#broken.resolve(this.#isBroken)
  }
}

/** Whether an error ends the embedded database: PostgreSQL gave up, or the WebAssembly program that it is was aborted. */
function isEnd(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { severity, name } = error as { severity?: unknown; name?: unknown }
  return severity === 'PANIC' || severity === 'FATAL' || name === 'ExitStatus' || name === 'RuntimeError'
}

function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}
