/**
 * A queue in which keys take turns: however many items one key has, the first item of another waits for at
 * most one item of each key.
 */
export class FairQueue<Key, Item> {
  /** In the order of their turns. No list is empty. */
  readonly #items = new Map<Key, Item[]>()

  get isEmpty(): boolean {
    return this.#items.size === 0
  }

  /** Adds an item behind those of the same key. */
  add(key: Key, item: Item): void {
    const items = this.#items.get(key)
    if (items) items.push(item)
    else this.#items.set(key, [item])
  }

  /** Puts items back before the others of their key, whose turn becomes the last. */
  giveBack(key: Key, items: readonly Item[]): void {
    if (items.length === 0) return
    const rest = this.#items.get(key) ?? []
    this.#items.delete(key)
    this.#items.set(key, [...items, ...rest])
  }

  /** Returns the next key that `mayHave` admits; undefined when there is none. */
  next(mayHave: (key: Key) => boolean): Key | undefined {
    for (const key of this.#items.keys()) if (mayHave(key)) return key
    return undefined
  }

  /** Removes and returns the items of a key up to the first that does not fit, and ends its turn. */
  take(key: Key, fits: (item: Item) => boolean): readonly Item[] {
    const items = this.#items.get(key) ?? []
    const end = items.findIndex((item) => !fits(item))
    const taken = end === -1 ? items : items.slice(0, end)
    this.#items.delete(key)
    if (taken.length < items.length) this.#items.set(key, items.slice(taken.length))
    return taken
  }

  /** Removes and returns all items. */
  drain(): readonly Item[] {
    const all = [...this.#items.values()].flat()
    this.#items.clear()
    return all
  }
}
