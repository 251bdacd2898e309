/**
 * Red checks that are owed: begun to be written and not confirmed yet. While one is owed, a green that should be gone
 * may still stand on GitHub, so its age is what to be woken for (TH-30).
 */
export class RedWrites {
  readonly #now: () => number
  /** By visit, then by commit: since when. */
  readonly #owed = new Map<string, Map<string, number>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A red check is about to be written. One that is owed already stays as old as it is. */
  begin(visit: string, commit: string): void {
    const commits = this.#owed.get(visit) ?? new Map<string, number>()
    this.#owed.set(visit, commits)
    if (!commits.has(commit)) commits.set(commit, this.#now())
  }

  /** A check, of whatever colour, was written and confirmed on that commit. */
  confirm(visit: string, commit: string): void {
    const commits = this.#owed.get(visit)
    commits?.delete(commit)
    if (commits?.size === 0) this.#owed.delete(visit)
  }

  /** A visit went well to its end: nothing of it is owed. */
  settle(visit: string): void {
    this.#owed.delete(visit)
  }

  /** The visits that owe something. */
  evaluations(): readonly string[] {
    return [...this.#owed.keys()]
  }

  /** Returns the number of unconfirmed failures and the age of the oldest. */
  count(): { readonly owed: number; readonly oldestSeconds: number } {
    const since = [...this.#owed.values()].flatMap((commits) => [...commits.values()])
    const oldest = Math.min(...since, this.#now())
    return { owed: since.length, oldestSeconds: Math.max(0, this.#now() - oldest) / 1000 }
  }
}
