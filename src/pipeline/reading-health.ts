/** Which pull requests could not be evaluated, and when GitHub was last read, as far as this process knows. */
export class ReadingHealth {
  readonly #now: () => number
  readonly #failures = new Map<string, number>()
  readonly #readAt = new Map<number, number>()

  /** `now` returns milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A pull request of this installation was read. */
  read(installationId: number): void {
    this.#readAt.set(installationId, this.#now())
  }

  /** An evaluation failed; returns how often it has in a row. */
  failed(key: string): number {
    const count = (this.#failures.get(key) ?? 0) + 1
    this.#failures.set(key, count)
    return count
  }

  /** An evaluation came to its end. */
  done(key: string): void {
    this.#failures.delete(key)
  }

  /** Whether what came at `since` is still waiting because reading fails, and not because others come first. */
  isStuck(key: string, installationId: number, since: number): boolean {
    return this.#failures.has(key) || (this.#readAt.get(installationId) ?? -1) < since
  }
}
