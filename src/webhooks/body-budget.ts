/**
 * How much of bodies may be in memory at a time, whoever sent them: nobody is known before the whole body was read.
 * Whoever needs more than is free waits in line, and its sender is not read from meanwhile.
 */
export class Room {
  #free: number
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = []

  constructor(bytes: number) {
    this.#free = bytes
  }

  /** A share of the room, of nothing yet. */
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

/** One sender's share of the room. */
export interface Share {
  /** Resolves when there is room for so many bytes; asked for once. */
  readonly take: (bytes: number) => Promise<void>
  /** Gives back what was taken, or gives up waiting for it. */
  readonly leave: () => void
}
