import { setImmediate as turn } from 'node:timers/promises'

/**
 * Makes a function that commits one item, and in truth commits together all that came while the last commit ran:
 * under load many items share one transaction, and a single one waits for nobody.
 * Before each commit the process looks once at what has come over its connections. The embedded database works in this
 * process and lets nothing else in until it is done: without that look every item would be alone in its group.
 * An item's promise rejects when the commit it was part of does.
 * A group weighs `heaviest` at most, unless a single item weighs more; each item weighs what `weigh` says, or 1.
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
