/**
 * Tracks failing checks that are begun and not confirmed yet. Until then an outdated success may still be on
 * GitHub, so their age is worth a page (TH-30).
 */
export class RedWrites {
  readonly #now: () => number
  /** By evaluation key, then by commit: the time of the first attempt. */
  readonly #owed = new Map<string, Map<string, number>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Records that a failing check is about to be written. The age counts from the first attempt. */
  begin(key: string, commit: string): void {
    const commits = this.#owed.get(key) ?? new Map<string, number>()
    this.#owed.set(key, commits)
    if (!commits.has(commit)) commits.set(commit, this.#now())
  }

  /** Records that a check was written and confirmed on a commit. */
  confirm(key: string, commit: string): void {
    const commits = this.#owed.get(key)
    commits?.delete(commit)
    if (commits?.size === 0) this.#owed.delete(key)
  }

  /** Records that an evaluation succeeded: nothing of it is left to confirm. */
  settle(key: string): void {
    this.#owed.delete(key)
  }

  /** Returns the evaluation keys with unconfirmed failures. */
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
