import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { maySaySomething } from '../commands/may-say-something.ts'
import { FairQueue } from './fair-queue.ts'
import type { Job, ParserLog, Reading, Whose } from './job.ts'
import { type Readings, type Request, readingIn } from './message.ts'
import { Reader } from './restarting-reader.ts'

/** Parses texts outside the event loop, each within a deadline (see docs/design.md). */
export interface Parser {
  /**
   * Returns the results in the order of the requests. Repositories take turns, so that hostile texts of one
   * do not hold up another. A text that takes too much time or memory is `unreadable`; the others are parsed.
   * Rejects only when no process can be started or the parser is closed.
   */
  parse<const Requests extends readonly Request[]>(
    requests: Requests,
    whose?: Whose,
  ): Promise<{ readonly [Index in keyof Requests]: Readings[Requests[Index]['as']] }>
  /** Starts a process, so that the first request does not wait for it. */
  warm(): Promise<void>
  /** Ends the processes and rejects pending requests. */
  close(): Promise<void>
}

export interface ParserOptions {
  readonly log: ParserLog
  /** The time limit of one text in milliseconds. */
  readonly deadlineMs?: number
  /** The maximum number of processes. */
  readonly processes?: number
}

/** Texts sent to a process at a time, so that it does not wait for the next one. */
const MOST_AT_ONCE = 16
/** Total characters per batch; a larger text goes alone, so that others can be next. */
const MOST_CHARACTERS_AT_ONCE = 8_192
/** Another process is started when all are busy for so long; normal texts take less than a start. */
const MORE_AFTER_MS = 100
/** A process beyond the first is ended after being idle for so long. */
const IDLE_MS = 60_000
const CACHED_CHARACTERS = 64 * 1024 * 1024
/** A text that was cut off on a busy machine is parsed again after this time. */
const CUT_OFF_MS = 2 * 60 * 1000
const HASHED_AT_ONCE = 1024 * 1024

/** The result for every post that cannot contain a command. */
const SAYS_NOTHING: Reading = { kind: 'post', said: [], hints: [] }

/** Creates a parser. Its processes are started on demand. */
export function openParser(options: ParserOptions): Parser {
  return new ParserInProcesses(options)
}

class ParserInProcesses implements Parser {
  readonly #most: number
  readonly #cache = new LRUCache<string, Reading>({ maxSize: CACHED_CHARACTERS })
  readonly #wanted = new Map<string, Promise<Reading>>()
  readonly #waiting = new FairQueue<Whose, Job>()
  readonly #readers: Reader[] = []
  readonly #newReader: () => Reader
  readonly #onReady: { resolve: () => void; reject: (error: Error) => void }[] = []
  #more: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined
  #isClosed = false
  #lastId = 0

  constructor({ log, deadlineMs = 2_000, processes = mostProcesses() }: ParserOptions) {
    this.#most = processes
    // Log lines about the process itself must not carry the context of the request that started it.
    const asNobody = AsyncLocalStorage.snapshot()
    this.#newReader = () => {
      const reader: Reader = new Reader({
        log,
        deadlineMs,
        asNobody,
        free: () => this.#pump(),
        read: (job, json) => this.#settle(job, json),
        again: (jobs) => this.#again(jobs),
        notStarted: (error) => this.#notStarted(reader, error),
      })
      return reader
    }
  }

  async parse<const Requests extends readonly Request[]>(
    requests: Requests,
    whose: Whose = null,
  ): Promise<{ readonly [Index in keyof Requests]: Readings[Requests[Index]['as']] }> {
    const readings: Promise<Reading>[] = []
    let hashed = 0
    for (const request of requests) {
      readings.push(this.#read(request, whose))
      // Prevents an unhandled rejection while later requests are still being added.
      readings.at(-1)?.catch(() => {})
      hashed += request.text.length
      if (hashed >= HASHED_AT_ONCE) {
        hashed = 0
        await nextTurn()
      }
    }
    return (await Promise.all(readings)) as {
      readonly [Index in keyof Requests]: Readings[Requests[Index]['as']]
    }
  }

  async warm(): Promise<void> {
    if (this.#isClosed) throw new Error('the parser is closed')
    if (this.#readers.some(({ isReady }) => isReady)) return
    await new Promise<void>((resolve, reject) => {
      this.#onReady.push({ resolve, reject })
      this.#pump()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#more)
    clearInterval(this.#idle)
    const closing = this.#readers.splice(0).map((reader) => reader.close())
    this.#refuseAll(new Error('the parser is closed'))
    for (const { key, whose, refuse } of (await Promise.all(closing)).flat()) {
      this.#wanted.delete(`${whose}:${key}`)
      refuse(new Error('the parser is closed'))
    }
  }

  #read(request: Request, whose: Whose): Promise<Reading> {
    if (this.#isClosed) return Promise.reject(new Error('the parser is closed'))
    if (request.as === 'post' && !maySaySomething(request.text)) return Promise.resolve(SAYS_NOTHING)
    const key = `${request.as}:${hash('sha256', request.text, 'base64')}`
    const known = this.#cache.get(key)
    if (known) return Promise.resolve(known)
    const wanted = this.#wanted.get(`${whose}:${key}`)
    if (wanted) return wanted
    const reading = new Promise<Reading>((settle, refuse) => {
      this.#lastId += 1
      const asAsked = AsyncLocalStorage.snapshot()
      const job: Job = { id: this.#lastId, whose, key, request, settle, refuse, asAsked, crashes: 0 }
      this.#waiting.add(whose, job)
    })
    this.#wanted.set(`${whose}:${key}`, reading)
    this.#pump()
    return reading
  }

  /** Sends waiting texts to free processes, in turn; starts a process when there is none. */
  #pump(): void {
    if (this.#isClosed) return
    if (this.#readers.some(({ isReady }) => isReady)) {
      for (const { resolve } of this.#onReady.splice(0)) resolve()
    }
    if (this.#waiting.isEmpty && this.#onReady.length === 0) return
    if (this.#readers.length === 0) this.#readers.push(this.#newReader())
    this.#readers[0]?.start()
    for (const reader of this.#readers) {
      if (!reader.isFree) continue
      const whose = this.#waiting.next((each) => this.#mayHaveAnother(each))
      if (whose === undefined) break
      reader.ask(this.#waiting.take(whose, fitting()))
    }
    this.#startAnother()
  }

  /** One process is kept free of each repository, so that its texts never occupy all of them. */
  #mayHaveAnother(whose: Whose): boolean {
    const held = this.#readers.filter((reader) => reader.whose === whose).length
    return held < Math.max(1, this.#most - 1)
  }

  /** Starts another process, or restarts a killed one, while requests are waiting. */
  #startAnother(): void {
    const waits = this.#waiting.next((whose) => this.#mayHaveAnother(whose)) !== undefined
    if (!waits || this.#more || this.#readers.some(({ isStarting }) => isStarting)) return
    const stopped = this.#readers.find(({ isReady }) => !isReady)
    if (stopped) {
      stopped.start()
      return
    }
    if (this.#readers.length >= this.#most) return
    this.#more = setTimeout(() => {
      this.#more = undefined
      if (this.#isClosed || this.#waiting.next((whose) => this.#mayHaveAnother(whose)) === undefined) return
      const reader = this.#newReader()
      this.#readers.push(reader)
      reader.start()
      this.#idle ??= setInterval(() => this.#endIdle(), IDLE_MS).unref()
    }, MORE_AFTER_MS)
  }

  #endIdle(): void {
    const isIdle = (reader: Reader) => reader.isFree && performance.now() - reader.idleSince >= IDLE_MS
    for (const reader of this.#readers.slice(1).filter(isIdle)) {
      this.#readers.splice(this.#readers.indexOf(reader), 1)
      void reader.close()
    }
  }

  #settle(job: Job, json: string): void {
    this.#wanted.delete(`${job.whose}:${job.key}`)
    const reading = tryReading(json, job.request.as)
    if (reading instanceof Error) {
      job.refuse(reading)
      return
    }
    this.#cache.set(job.key, reading, {
      size: json.length + 200,
      ...(job.unread !== undefined && { ttl: CUT_OFF_MS }),
    })
    job.settle(reading)
  }

  #again(jobs: readonly Job[]): void {
    const [first] = jobs
    if (first) this.#waiting.giveBack(first.whose, jobs)
    this.#pump()
  }

  #notStarted(reader: Reader, error: Error): void {
    this.#readers.splice(this.#readers.indexOf(reader), 1)
    // Other processes continue; when there are none, requests must not wait forever.
    if (!this.#readers.some(({ isReady, isStarting }) => isReady || isStarting)) this.#refuseAll(error)
    this.#pump()
  }

  #refuseAll(error: Error): void {
    for (const { key, whose, refuse } of this.#waiting.drain()) {
      this.#wanted.delete(`${whose}:${key}`)
      refuse(error)
    }
    for (const { reject } of this.#onReady.splice(0)) reject(error)
  }
}

/** One per core, at least two: one of them stays free of a repository's hostile texts. */
function mostProcesses(): number {
  return Math.min(4, Math.max(2, availableParallelism()))
}

/** Returns a filter for the texts of one batch; the first text always fits. */
function fitting(): (job: Job) => boolean {
  let count = 0
  let characters = 0
  return ({ request }) => {
    count += 1
    characters += request.text.length
    return count === 1 || (count <= MOST_AT_ONCE && characters <= MOST_CHARACTERS_AT_ONCE)
  }
}

function tryReading(json: string, as: Request['as']): Reading | Error {
  try {
    return readingIn(json, as)
  } catch (error) {
    return new Error(`could not read the parser's answer for a ${as}`, { cause: error })
  }
}
