/**
 * Limits the bytes of request bodies in memory, across all senders: a sender is unknown until its whole body
 * is verified. A request that needs more than is free waits in line, and its connection is not read
 * meanwhile.
 */
export class BodyBudget {
  #free: number
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = []

  constructor(bytes: number) {
    this.#free = bytes
  }

  /** Returns an empty share of the budget. */
  share(): Share {
    let leave = () => {}
    return {
      take: (bytes) => {
        const entered = Promise.withResolvers<void>()
        const waiting = { bytes, enter: entered.resolve }
        leave = () => {
          const place = this.#waiting.indexOf(waiting)
          if (place >= 0) this.#waiting.splice(place, 1)
          else this.#free += bytes
          leave = () => {}
          this.#letIn()
        }
        this.#waiting.push(waiting)
        this.#letIn()
        return entered.promise
      },
      leave: () => leave(),
    }
  }

  #letIn(): void {
    for (let [first] = this.#waiting; first && first.bytes <= this.#free; [first] = this.#waiting) {
      this.#waiting.shift()
      this.#free -= first.bytes
      first.enter()
    }
  }
}

/** One request's share of the budget. */
export interface Share {
  /** Resolves when `bytes` are available; call it once. */
  readonly take: (bytes: number) => Promise<void>
  /** Returns what was taken, or stops waiting for it. */
  readonly leave: () => void
}
