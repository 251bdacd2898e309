/**
 * A queue in which keys take turns: however much one of them asks for, another one's first item waits for no more than
 * one item of each.
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

  /** Gives back items of a key that were taken: they come before the others of that key, and its turn is the last. */
  giveBack(key: Key, items: readonly Item[]): void {
    if (items.length === 0) return
    const rest = this.#items.get(key) ?? []
    this.#items.delete(key)
    this.#items.set(key, [...items, ...rest])
  }

  /** The key whose turn it is, of those that may have one; undefined where none waits. */
  next(mayHave: (key: Key) => boolean): Key | undefined {
    for (const key of this.#items.keys()) if (mayHave(key)) return key
    return undefined
  }

  /** Takes as many items of a key as `fits` lets through, one after the other, and ends its turn. */
  take(key: Key, fits: (item: Item) => boolean): readonly Item[] {
    const items = this.#items.get(key) ?? []
    const end = items.findIndex((item) => !fits(item))
    const taken = end === -1 ? items : items.slice(0, end)
    this.#items.delete(key)
    if (taken.length < items.length) this.#items.set(key, items.slice(taken.length))
    return taken
  }

  /** Takes everything. */
  drain(): readonly Item[] {
    const all = [...this.#items.values()].flat()
    this.#items.clear()
    return all
  }
}
