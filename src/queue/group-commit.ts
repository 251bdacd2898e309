/**
 * Makes a function that commits one item, and in truth commits together all that came while the last commit ran:
 * under load many items share one transaction, and a single one waits for nobody.
 * An item's promise rejects when the commit it was part of does.
 */
export function groupCommit<Item>(
  commit: (items: readonly Item[]) => Promise<void>,
  maxItems: number,
): (item: Item) => Promise<void> {
  interface Waiting {
    readonly item: Item
    readonly resolve: () => void
    readonly reject: (reason: unknown) => void
  }
  const waiting: Waiting[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, maxItems)
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
