import { about, type Job, type ParserLog, type Whose } from './job.ts'
import type { Answer } from './message.ts'
import { type Ending, ReadingProcess } from './reading-process.ts'

const START_MS = 20_000

export interface ReaderOptions {
  readonly log: ParserLog
  readonly deadlineMs: number
  /** Runs a function outside any request's log context. */
  readonly asNobody: (say: () => void) => void
  /** Called when it becomes free or ready. */
  readonly free: () => void
  /** Called with the result of a job as JSON. */
  readonly read: (job: Job, json: string) => void
  /** Called with jobs that another process must take. */
  readonly again: (jobs: readonly Job[]) => void
  /** Called when its process could not be started; it has no jobs then. */
  readonly notStarted: (error: Error) => void
}

/**
 * Parses texts of one repository at a time in a child process, each within the deadline. A process that was
 * killed for a text is restarted on demand.
 */
export class Reader {
  readonly #on: ReaderOptions
  #asked: Job[] = []
  #child: ReadingProcess | null = null
  #timer: NodeJS.Timeout | undefined
  /** The time since when it is idle (`performance.now()`). */
  idleSince = performance.now()

  constructor(options: ReaderOptions) {
    this.#on = options
  }

  get isReady(): boolean {
    return this.#child?.isReady === true
  }

  get isFree(): boolean {
    return this.isReady && this.#asked.length === 0
  }

  get isStarting(): boolean {
    return this.#child !== null && !this.#child.isReady
  }

  /** The repository whose texts it is parsing; undefined when it is idle. */
  get whose(): Whose | undefined {
    return this.#asked[0]?.whose
  }

  /** Starts its process if there is none. */
  start(): void {
    if (this.#child) return
    const child: ReadingProcess = new ReadingProcess({
      answer: (answer) => this.#child === child && this.#take(child, answer),
      end: (ending) => this.#child === child && this.#lose(ending),
    })
    this.#child = child
    this.#watch(child, START_MS)
  }

  /** Parses texts of one repository; it must be free. */
  ask(jobs: readonly Job[]): void {
    const child = this.#child
    if (!child || jobs.length === 0) return
    this.#asked = [...jobs]
    for (const { id, request, unread } of jobs)
      child.ask({ id, ...request, ...(unread !== undefined && { unread }) })
    this.#watch(child, this.#on.deadlineMs)
  }

  /** Ends its process and returns the unfinished jobs. */
  async close(): Promise<readonly Job[]> {
    clearTimeout(this.#timer)
    const child = this.#child
    const asked = this.#asked
    this.#child = null
    this.#asked = []
    await child?.end()
    return asked
  }

  /** Starts the deadline of the current text. The timer keeps this process alive while a request waits. */
  #watch(child: ReadingProcess, limit: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // An answer may already be in the channel when this process was busy: handle pending input first.
      setImmediate(() => {
        if (this.#timer === undefined && this.#child === child) this.#cutOff(child)
      })
    }, limit)
  }

  #take(child: ReadingProcess, answer: Answer): void {
    if (answer.kind === 'ready') {
      clearTimeout(this.#timer)
    } else {
      const job = this.#asked[0]
      if (job?.id !== answer.id) {
        // Its answers can no longer be trusted; another process gets its jobs.
        this.#on.asNobody(() => this.#on.log.warn({ id: answer.id }, 'the parser answered out of order'))
        child.kill()
        return
      }
      this.#asked.shift()
      this.#on.read(job, answer.json)
      if (this.#asked.length > 0) this.#watch(child, this.#on.deadlineMs)
      else clearTimeout(this.#timer)
    }
    if (this.#asked.length > 0) return
    this.idleSince = performance.now()
    this.#on.free()
  }

  /** The deadline passed: the current text is too hard. */
  #cutOff(child: ReadingProcess): void {
    if (!child.isReady) {
      child.kill()
      return
    }
    const [job] = this.#asked
    if (!job) return
    job.asAsked(() => this.#on.log.warn(about(job), 'a text took too long to parse'))
    this.#replace(job, 'it takes too long; shorten it or nest it less')
    child.kill()
  }

  /** The child ended by itself. */
  #lose(ending: Ending): void {
    clearTimeout(this.#timer)
    this.#child = null
    if (!ending.wasReady) {
      this.#on.notStarted(
        new Error(`could not start the parser: ${ending.lastWords || `it ended with ${ending.code}`}`),
      )
      return
    }
    const [job] = this.#asked
    if (job) {
      const details = { ...about(job), ...ending }
      job.asAsked(() => this.#on.log.warn(details, 'the parser process ended while parsing a text'))
      job.crashes += 1
      // Out of memory is caused by the text; any other end may have another cause, until it happens twice.
      if (ending.signal === 'SIGABRT' || job.crashes > 1) {
        this.#replace(job, 'it takes too much memory; shorten it or nest it less')
        return
      }
    }
    this.#giveBack()
  }

  /** The text that was cut off is only scanned; the others are parsed. */
  #replace(job: Job, why: string): void {
    this.#child = null
    if (job.unread === undefined) {
      job.unread = job.request.as === 'post' ? why : `This text can't be parsed: ${why}.`
    } else {
      // Not even its lines could be scanned: it may contain anything (C0).
      this.#asked.shift()
      const reading = { kind: 'unreadable', why: job.unread, mayBlock: true, mayCommand: true }
      this.#on.read(job, JSON.stringify(reading))
    }
    this.#giveBack()
  }

  #giveBack(): void {
    const asked = this.#asked
    this.#asked = []
    this.#on.again(asked)
  }
}
