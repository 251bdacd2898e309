import { setImmediate as turn } from 'node:timers/promises'

/**
 * Returns a function that commits one item, together with all that arrive while the previous commit runs:
 * under load many items share one transaction, and a single one does not wait. Before each commit the process
 * handles pending input once, because the embedded database blocks it until the commit is done; otherwise
 * every item would be alone in its group. An item's promise rejects when its commit does. A group weighs at
 * most `heaviest`, unless a single item weighs more; `weigh` returns the weight of an item, by default 1.
 */
export function groupCommit<Item>(
  commit: (items: readonly Item[]) => Promise<void>,
  heaviest: number,
  weigh: (item: Item) => number = () => 1,
): (item: Item) => Promise<void> {
  interface Waiting {
    readonly item: Item
    readonly resolve: () => void
    readonly reject: (reason: unknown) => void
  }
  const waiting: Waiting[] = []
  let isRunning = false

  function nextGroup(): Waiting[] {
    let weight = 0
    const tooMuch = waiting.findIndex(({ item }, index) => {
      weight += weigh(item)
      return index > 0 && weight > heaviest
    })
    return waiting.splice(0, tooMuch === -1 ? waiting.length : tooMuch)
  }

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      await turn()
      const group = nextGroup()
      try {
        await commit(group.map(({ item }) => item))
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isRunning = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void run()
    })
}
