/**
 * Fetches jobs when woken and runs up to `limit` at a time. One fetch asks for as many as there are free
 * slots. Wake-ups during a fetch cause one more fetch, however many they are.
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

  /** `run` starts the jobs and returns a promise for each, in the same order. The promises must not reject. */
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

  /** Returns the running jobs. */
  active(): readonly Job[] {
    return [...this.#active.keys()]
  }

  /** Fetches jobs as soon as there is a free slot. */
  wake(): void {
    this.#isWoken = true
    if (!this.#isFetching) void this.#takeAll()
  }

  /** Stops fetching; resolves when the running jobs have ended. */
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
        // A full batch: there may be more.
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
