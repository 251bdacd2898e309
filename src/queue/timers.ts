/** Timers that end together. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>()
  #isStopped = false

  every(seconds: number, action: () => void): void {
    this.#timers.add(setInterval(action, seconds * 1000))
  }

  after(seconds: number, action: () => void): void {
    if (this.#isStopped) return
    // A millisecond later than the database's clock says.
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        action()
      },
      Math.ceil(seconds * 1000) + 1,
    )
    this.#timers.add(timer)
  }

  stop(): void {
    this.#isStopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}
