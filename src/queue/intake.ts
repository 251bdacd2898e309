/** So many deliveries at once are a burst. */
const MANY = 20
/** GitHub waits ten seconds for an answer (GH-101); work that is due waits no longer than this for the deliveries. */
const LONGEST_MS = 1_000

/**
 * Counts the deliveries that are being stored. While they are many, work that was stored already waits for them: GitHub
 * waits for their answers, and records a late one as failed.
 */
export class Intake {
  #count = 0
  #calm: PromiseWithResolvers<void> | null = null

  /** Counts a delivery while it is being stored. */
  async during<Result>(store: () => Promise<Result>): Promise<Result> {
    if (++this.#count === MANY) this.#begin()
    try {
      return await store()
    } finally {
      if (--this.#count === MANY - 1) this.#end()
    }
  }

  /** Resolves when few deliveries are being stored, or when the burst has lasted too long; at once outside a burst. */
  async calm(): Promise<void> {
    await this.#calm?.promise
  }

  #begin(): void {
    const calm = Promise.withResolvers<void>()
    this.#calm = calm
    setTimeout(calm.resolve, LONGEST_MS).unref()
  }

  #end(): void {
    this.#calm?.resolve()
    this.#calm = null
  }
}
