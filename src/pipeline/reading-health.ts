/** Tracks, in this process, which pull requests could not be evaluated and when GitHub was last read. */
export class ReadingHealth {
  readonly #now: () => number
  readonly #failures = new Map<string, number>()
  readonly #readAt = new Map<number, number>()

  /** `now` returns monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Records a successful read of the installation. */
  read(installationId: number): void {
    this.#readAt.set(installationId, this.#now())
  }

  /** Records a failed evaluation; returns the number of failures in a row. */
  failed(key: string): number {
    const count = (this.#failures.get(key) ?? 0) + 1
    this.#failures.set(key, count)
    return count
  }

  /** Records a finished evaluation. */
  done(key: string): void {
    this.#failures.delete(key)
  }

  /** Whether an event from `since` still waits because reads fail, and not because other work comes first. */
  isStuck(key: string, installationId: number, since: number): boolean {
    return this.#failures.has(key) || (this.#readAt.get(installationId) ?? -1) < since
  }
}
