import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** At most this many open pages are notified of changes; others stay as they were loaded. */
const MOST_OPEN = 1_000
/** Proxies close a connection that was silent for a minute. */
const BEAT_MS = 25_000

/** Notifies open pages when something may have changed. The database is polled only while a page is open. */
export class Changes {
  readonly #wake = new Set<() => void>()
  readonly #look: (() => Promise<string>) | null
  readonly #everyMs: number
  #timer: NodeJS.Timeout | undefined
  #seen: string | undefined
  #isLooking = false
  #open = 0
  #count = 0
  #isClosed = false

  /** `look` returns another text whenever something changed; without it only `announce` wakes. */
  constructor({
    look = null,
    everyMs = 2_000,
  }: {
    readonly look?: (() => Promise<string>) | null
    readonly everyMs?: number
  } = {}) {
    this.#look = look
    this.#everyMs = everyMs
  }

  /** How many changes were announced so far. */
  get count(): number {
    return this.#count
  }

  announce(): void {
    this.#count += 1
    for (const wake of [...this.#wake]) wake()
  }

  /** Ends all open pages' streams. */
  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
    this.announce()
  }

  /**
   * Answers an open page with server-sent events: `changed` whenever `stamp` returns another text than before,
   * starting with the one that the page was rendered with. Null ends the stream: the visitor lost access.
   */
  stream(context: Context, stamp: () => Promise<string | null>): Response {
    // 204 makes a browser stop reconnecting.
    if (this.#isClosed || this.#open >= MOST_OPEN) return context.body(null, 204)
    // nginx and proxies like it would buffer the stream.
    context.header('x-accel-buffering', 'no')
    return streamSSE(context, async (stream) => {
      const left = new AbortController()
      stream.onAbort(() => left.abort())
      const beat = setInterval(() => void stream.write(': still here\n\n'), BEAT_MS)
      try {
        await this.#enter()
        let known: string | null | undefined =
          context.req.header('last-event-id') ?? context.req.query('since')
        while (!left.signal.aborted && !this.#isClosed) {
          const woken = this.#next(left.signal)
          const now = await stamp()
          if (now !== known) await stream.writeSSE({ event: 'changed', data: 'changed', id: now ?? '' })
          if (now === null) return
          known = now
          await woken
        }
      } catch {
        // The database or GitHub did not answer: the stream ends, and the browser asks again in some seconds.
      } finally {
        clearInterval(beat)
        this.#leave()
      }
    })
  }

  /** Resolves at the next change, or when the page was left. */
  #next(left: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake.delete(wake)
        left.removeEventListener('abort', wake)
        resolve()
      }
      this.#wake.add(wake)
      left.addEventListener('abort', wake)
      if (left.aborted) wake()
    })
  }

  /** Looks first, so that every later change is announced. */
  async #enter(): Promise<void> {
    this.#open += 1
    if (this.#look && !this.#timer) this.#timer = setInterval(() => void this.#lookAgain(), this.#everyMs)
    if (this.#seen === undefined) this.#seen = await this.#look?.()
  }

  #leave(): void {
    this.#open -= 1
    if (this.#open > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#seen = undefined
  }

  async #lookAgain(): Promise<void> {
    if (this.#isLooking || !this.#look) return
    this.#isLooking = true
    try {
      const seen = await this.#look()
      if (seen !== this.#seen && this.#seen !== undefined) this.announce()
      this.#seen = seen
    } catch {
      // The database does not answer: `/readyz` says so, and the next look may succeed.
    } finally {
      this.#isLooking = false
    }
  }
}
