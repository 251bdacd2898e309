import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { type Answer, type Readings, readingIn, type Request } from './message.ts'
import { type Ending, ReadingProcess } from './reading-process.ts'

/** Where the parser says what went wrong; pino's loggers fit. */
export interface ParserLog {
  warn(details: object, message: string): void
}

/** Reads texts off the event loop, each within a deadline (see `docs/design.md`). */
export interface Parser {
  /**
   * The readings in the order of the requests. A text that takes too long or too much memory is `unreadable`, and its
   * neighbours are read all the same. Rejects only when the child cannot be started or the parser is closed.
   */
  parse<const Requests extends readonly Request[]>(
    requests: Requests,
  ): Promise<{ readonly [Index in keyof Requests]: Readings[Requests[Index]['as']] }>
  /** Starts the child, so that the first reading need not wait for it. */
  warm(): Promise<void>
  /** Ends the child and refuses what is still asked. */
  close(): Promise<void>
}

type Reading = Readings[keyof Readings]

/** One text on its way; whoever asks for the same text meanwhile waits for the same job. */
interface Job {
  readonly id: number
  readonly key: string
  readonly request: Request
  readonly settle: (reading: Reading) => void
  readonly refuse: (error: Error) => void
  /** Runs something as who asked would: the log then says for whom. */
  readonly asAsked: (say: () => void) => void
  /** Set once it was cut off: then only its lines are looked over. */
  unread?: string
  crashes: number
}

/** How many texts the child is given at a time, so that it need not wait for the next one. */
const WINDOW = 16
const START_MS = 20_000
const CACHED_CHARACTERS = 64 * 1024 * 1024
/** A text that was cut off may have met a busy machine; it is tried again after this. */
const CUT_OFF_MS = 2 * 60 * 1000
const HASHED_AT_ONCE = 1024 * 1024

/** Opens a parser. Its child is started at the first need and killed at `deadlineMs` after the last answer. */
export function openParser({ log, deadlineMs = 2_000 }: { log: ParserLog; deadlineMs?: number }): Parser {
  return new ParserInChild(log, deadlineMs)
}

class ParserInChild implements Parser {
  readonly #log: ParserLog
  readonly #deadlineMs: number
  readonly #cache = new LRUCache<string, Reading>({ maxSize: CACHED_CHARACTERS, max: 50_000 })
  readonly #wanted = new Map<string, Promise<Reading>>()
  /** The child was started for somebody; what is said of the child itself is not about them. */
  readonly #asNobody = AsyncLocalStorage.snapshot()
  readonly #onReady: { resolve: () => void; reject: (error: Error) => void }[] = []
  #waiting: Job[] = []
  #asked: Job[] = []
  #child: ReadingProcess | null = null
  #timer: NodeJS.Timeout | undefined
  #isClosed = false
  #lastId = 0

  constructor(log: ParserLog, deadlineMs: number) {
    this.#log = log
    this.#deadlineMs = deadlineMs
  }

  async parse<const Requests extends readonly Request[]>(
    requests: Requests,
  ): Promise<{ readonly [Index in keyof Requests]: Readings[Requests[Index]['as']] }> {
    const readings: Promise<Reading>[] = []
    let hashed = 0
    for (const request of requests) {
      readings.push(this.#read(request))
      // Refused later, it must not count as unhandled while the rest is still being asked for.
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
    if (this.#child?.isReady) return
    await new Promise<void>((resolve, reject) => {
      this.#onReady.push({ resolve, reject })
      this.#pump()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    const child = this.#child
    this.#child = null
    this.#refuseAll(new Error('the parser is closed'))
    await child?.end()
  }

  #read(request: Request): Promise<Reading> {
    if (this.#isClosed) return Promise.reject(new Error('the parser is closed'))
    const key = `${request.as}:${createHash('sha256').update(request.text).digest('base64')}`
    const known = this.#cache.get(key)
    if (known) return Promise.resolve(known)
    const wanted = this.#wanted.get(key)
    if (wanted) return wanted
    const reading = new Promise<Reading>((settle, refuse) => {
      this.#lastId += 1
      const asAsked = AsyncLocalStorage.snapshot()
      this.#waiting.push({ id: this.#lastId, key, request, settle, refuse, asAsked, crashes: 0 })
    })
    this.#wanted.set(key, reading)
    this.#pump()
    return reading
  }

  /** Gives the child as much as it can take; starts it where there is none. */
  #pump(): void {
    if (this.#isClosed || (this.#waiting.length === 0 && this.#onReady.length === 0)) return
    const child = this.#child ?? this.#start()
    if (!child.isReady) return
    const wasIdle = this.#asked.length === 0
    const jobs = this.#waiting.splice(0, WINDOW - this.#asked.length)
    for (const job of jobs) {
      this.#asked.push(job)
      child.ask({ id: job.id, ...job.request, ...(job.unread !== undefined && { unread: job.unread }) })
    }
    if (wasIdle && jobs.length > 0) this.#watch(child, this.#deadlineMs)
  }

  #start(): ReadingProcess {
    const child: ReadingProcess = new ReadingProcess({
      answer: (answer) => this.#child === child && this.#take(child, answer),
      end: (ending) => this.#child === child && this.#lose(ending),
    })
    this.#child = child
    this.#watch(child, START_MS)
    return child
  }

  /** The clock of the text that is being read; it keeps this process alive as long as somebody waits. */
  #watch(child: ReadingProcess, limit: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // An answer may lie in the channel already when this process was busy: read what came, then judge.
      setImmediate(() => {
        if (this.#timer === undefined && this.#child === child) this.#cutOff(child)
      })
    }, limit)
  }

  #take(child: ReadingProcess, answer: Answer): void {
    if (answer.kind === 'ready') {
      clearTimeout(this.#timer)
      for (const { resolve } of this.#onReady.splice(0)) resolve()
    } else {
      const job = this.#asked[0]
      if (job?.id !== answer.id) {
        // Nothing it says can be believed any more; whatever it was asked is asked of another.
        this.#asNobody(() => this.#log.warn({ id: answer.id }, 'the parser answered out of turn'))
        child.kill()
        return
      }
      this.#asked.shift()
      this.#settle(job, answer.json)
      if (this.#asked.length > 0) this.#watch(child, this.#deadlineMs)
      else clearTimeout(this.#timer)
    }
    this.#pump()
  }

  #settle(job: Job, json: string): void {
    this.#wanted.delete(job.key)
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

  /** The deadline passed: the text that is being read is too hard. */
  #cutOff(child: ReadingProcess): void {
    if (!child.isReady) {
      child.kill()
      return
    }
    const [job] = this.#asked
    if (!job) return
    job.asAsked(() => this.#log.warn(this.#about(job), 'a text took too long to read'))
    this.#replace(job, 'it takes too long; make it shorter or flatter')
    child.kill()
  }

  /** The child ended by itself. */
  #lose(ending: Ending): void {
    clearTimeout(this.#timer)
    this.#child = null
    if (!ending.wasReady) {
      this.#refuseAll(
        new Error(`could not start the parser: ${ending.lastWords || `it ended with ${ending.code}`}`),
      )
      return
    }
    const [job] = this.#asked
    if (job) {
      const details = { ...this.#about(job), ...ending }
      job.asAsked(() => this.#log.warn(details, 'the parser ended while it read a text'))
      job.crashes += 1
      // Out of memory is the text's doing; another end may be anybody's, until it happens twice.
      if (ending.signal === 'SIGABRT' || job.crashes > 1) {
        this.#replace(job, 'it takes too much memory; make it shorter or flatter')
      } else this.#again()
    }
    this.#pump()
  }

  /** A new child looks over the lines of the text that was cut off, and reads the others. */
  #replace(job: Job, why: string): void {
    this.#child = null
    if (job.unread === undefined) {
      job.unread = job.request.as === 'remark' ? why : `This text is too hard to read: ${why}.`
      this.#again()
    } else {
      // Not even its lines could be looked over: it may say anything (C0).
      this.#asked.shift()
      const reading = { kind: 'unreadable', why: job.unread, mayHold: true, mayCommand: true }
      this.#settle(job, JSON.stringify(reading))
      this.#again()
    }
    this.#pump()
  }

  #again(): void {
    this.#waiting = [...this.#asked, ...this.#waiting]
    this.#asked = []
  }

  #refuseAll(error: Error): void {
    for (const { key, refuse } of [...this.#asked, ...this.#waiting]) {
      this.#wanted.delete(key)
      refuse(error)
    }
    this.#asked = []
    this.#waiting = []
    for (const { reject } of this.#onReady.splice(0)) reject(error)
  }

  #about({ key, request }: Job): { as: string; characters: number; key: string } {
    return { as: request.as, characters: request.text.length, key }
  }
}

function tryReading(json: string, as: Request['as']): Reading | Error {
  try {
    return readingIn(json, as)
  } catch (error) {
    return new Error(`could not understand the reading of a ${as}`, { cause: error })
  }
}
