/** What a dispatcher takes and runs. */
export interface DispatcherOptions<Item> {
  readonly keyOf: (item: Item) => string
  /** Takes up to so many items from the rows. */
  readonly take: (most: number) => Promise<readonly Item[]>
  /** Starts items and returns a promise for each, in the same order. The promises must not reject. */
  readonly run: (items: readonly Item[]) => readonly Promise<void>[]
  /** Called before items are taken from the rows; may wait. */
  readonly before?: () => Promise<void>
  readonly onTakeError: (error: unknown) => void
  readonly limit: number
}

/**
 * Runs items up to a limit, one for each key: those it is given, and those that wait in the rows whenever there is room
 * and somebody woke it.
 */
export class Dispatcher<Item> {
  readonly #options: DispatcherOptions<Item>
  readonly #active = new Map<string, Promise<void>>()
  /** Places promised to items that are being taken. */
  #reserved = 0
  #isWoken = false
  #isTaking = false
  #taking: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: DispatcherOptions<Item>) {
    this.#options = options
  }

  /** How many more items may start. */
  get room(): number {
    return this.#isStopped ? 0 : Math.max(0, this.#options.limit - this.#active.size - this.#reserved)
  }

  /** The keys of what runs. */
  active(): readonly string[] {
    return [...this.#active.keys()]
  }

  /** Promises places to at most so many of these keys, and returns those that get one. They end with `start`. */
  reserve(keys: readonly string[]): readonly string[] {
    const free = keys.filter((key) => !this.#active.has(key))
    const chosen = free.slice(0, this.room)
    this.#reserved += chosen.length
    return chosen
  }

  /**
   * Starts items that were taken, and gives back `reserved` promised places. An item whose key still runs starts when
   * that has ended.
   */
  start(items: readonly Item[], reserved = 0): void {
    this.#reserved -= reserved
    const { keyOf, run } = this.#options
    const [later, now] = parted(items, (item) => this.#active.has(keyOf(item)))
    for (const item of later) void this.#active.get(keyOf(item))?.then(() => this.start([item]))
    if (now.length === 0) return
    for (const [index, ended] of run(now).entries()) {
      const key = keyOf(now[index]!)
      this.#active.set(
        key,
        ended.then(() => {
          this.#active.delete(key)
          if (this.#isWoken) this.wake()
        }),
      )
    }
  }

  /** Looks for items in the rows as soon as there is room. Wake-ups meanwhile cause one more look, however many. */
  wake(): void {
    this.#isWoken = true
    if (!this.#isTaking) this.#taking = this.#takeAll()
  }

  /** Takes nothing more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#taking
    await Promise.all(this.#active.values())
  }

  async #takeAll(): Promise<void> {
    this.#isTaking = true
    while (this.#isWoken && this.room > 0) {
      await this.#options.before?.()
      this.#isWoken = false
      const { room } = this
      this.#reserved += room
      try {
        const items = room === 0 ? [] : await this.#options.take(room)
        // There may be more.
        if (items.length > 0 || room === 0) this.#isWoken = true
        this.start(items, room)
      } catch (error) {
        this.#reserved -= room
        this.#options.onTakeError(error)
      }
    }
    this.#isTaking = false
  }
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}
