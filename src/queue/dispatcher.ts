/**
 * Takes jobs whenever it is woken and has room, and runs up to `limit` at a time. One fetch brings as many as
 * there is room for, and wake-ups that come during a fetch make one more fetch, however many they were.
 */
export class Dispatcher<Job extends { readonly id: string }> {
  readonly #limit: number
  readonly #fetch: (atMost: number) => Promise<Job[]>
  readonly #run: (jobs: readonly Job[]) => readonly Promise<void>[]
  readonly #onFetchError: (error: unknown) => void
  readonly #active = new Map<Job, Promise<void>>()
  #isWoken = false
  #isFetching = false
  #fetching: Promise<void> = Promise.resolve()
  #isStopped = false

  /** `run` starts the jobs and gives a promise for each, in the same order; those never reject. */
  constructor(options: {
    limit: number
    fetch: (atMost: number) => Promise<Job[]>
    run: (jobs: readonly Job[]) => readonly Promise<void>[]
    onFetchError: (error: unknown) => void
  }) {
    this.#limit = options.limit
    this.#fetch = options.fetch
    this.#run = options.run
    this.#onFetchError = options.onFetchError
  }

  /** The jobs that run now. */
  active(): readonly Job[] {
    return [...this.#active.keys()]
  }

  /** Says that there may be jobs. */
  wake(): void {
    this.#isWoken = true
    if (!this.#isFetching) void this.#takeAll()
  }

  /** Takes no more jobs; resolves when those that run have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    while (this.#isFetching || this.#active.size > 0) {
      await (this.#isFetching ? this.#fetching : Promise.all(this.#active.values()))
    }
  }

  async #takeAll(): Promise<void> {
    this.#isFetching = true
    const fetched = Promise.withResolvers<void>()
    this.#fetching = fetched.promise
    while (this.#isWoken && !this.#isStopped && this.#active.size < this.#limit) {
      this.#isWoken = false
      const room = this.#limit - this.#active.size
      try {
        const jobs = await this.#fetch(room)
        // As many as asked for: there may be more.
        if (jobs.length === room) this.#isWoken = true
        this.#start(jobs)
      } catch (error) {
        this.#onFetchError(error)
      }
    }
    this.#isFetching = false
    fetched.resolve()
  }

  #start(jobs: readonly Job[]): void {
    if (jobs.length === 0) return
    for (const [index, ended] of this.#run(jobs).entries()) {
      const job = jobs[index]!
      const settled = ended.then(() => {
        this.#active.delete(job)
        if (this.#isWoken) this.wake()
      })
      this.#active.set(job, settled)
    }
  }
}
