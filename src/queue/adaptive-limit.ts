/** How one piece of work ended, for the limit. */
export interface Ended {
  readonly milliseconds: number
  /** GitHub asked to slow down, or did not answer. */
  readonly isRefused: boolean
}

const FIRST = 16
/** GitHub allows a hundred requests at once (GH-156); the rest is left to writes and to other processes. */
const MOST = 64
/** Work that takes so many times as long as it can take waits for something that more work at once makes worse. */
const SLOW_TIMES = 4
/** The shortest time is forgotten at this rate, so that a GitHub that became slower is not taken for an overload. */
const FORGOTTEN = 1.02

/**
 * How many evaluations of one installation run at once: one more each time as many ran and none was slow, half as many
 * when GitHub refuses, fewer when they become slow (additive increase, multiplicative decrease, as in TCP:
 * https://www.rfc-editor.org/rfc/rfc5681#section-3.1).
 */
export class AdaptiveLimit {
  #limit = FIRST
  #running = 0
  #fastest = Number.POSITIVE_INFINITY
  /** Ends to wait for before the limit is lowered again: those that run were started under the old one. */
  #lowered = 0

  /** How many more may start now. */
  get room(): number {
    return Math.max(0, Math.floor(this.#limit) - this.#running)
  }

  /** Whether so many may start that it is worth looking for them. */
  get hasAmpleRoom(): boolean {
    return this.room >= Math.ceil(this.#limit / 4)
  }

  /** Whether nothing runs. */
  get isIdle(): boolean {
    return this.#running === 0
  }

  begin(): void {
    this.#running++
  }

  end({ milliseconds, isRefused }: Ended): void {
    const wasFull = this.room === 0
    this.#running--
    if (this.#lowered > 0) this.#lowered--
    if (isRefused) {
      this.#lower(0.5)
      return
    }
    this.#fastest = Math.min(this.#fastest * FORGOTTEN, milliseconds)
    if (milliseconds > this.#fastest * SLOW_TIMES) this.#lower(0.9)
    else if (wasFull) this.#limit = Math.min(MOST, this.#limit + 1 / Math.floor(this.#limit))
  }

  #lower(factor: number): void {
    if (this.#lowered > 0) return
    this.#limit = Math.max(1, this.#limit * factor)
    this.#lowered = this.#running
  }
}
