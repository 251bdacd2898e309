/** What GitHub says, in the headers of an answer, of how much may still be asked. */
export interface Quota {
  /** GitHub counts REST, GraphQL and others apart. */
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  /** Until the count begins anew. */
  readonly secondsLeft: number
}

// More is known of no more accounts than this; the one heard of longest ago is forgotten first.
const MOST_ACCOUNTS = 1_000

interface Noted {
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  readonly until: number
}

/** Keeps what was last heard of each installation's quota. */
export class Quotas {
  readonly #now: () => number
  readonly #byAccount = new Map<string, Noted>()

  constructor(now: () => number) {
    this.#now = now
  }

  note(account: number | null, { resource, limit, remaining, secondsLeft }: Quota): void {
    const key = `${account ?? 'app'} ${resource}`
    this.#byAccount.delete(key)
    this.#byAccount.set(key, { resource, limit, remaining, until: this.#now() + secondsLeft * 1000 })
    if (this.#byAccount.size > MOST_ACCOUNTS) {
      const [oldest] = this.#byAccount.keys()
      if (oldest !== undefined) this.#byAccount.delete(oldest)
    }
  }

  /** Of each resource the quota of the installation that has least of it left; whose it is stays untold (TH-156). */
  lowest(): readonly Omit<Quota, 'secondsLeft'>[] {
    const lowest = new Map<string, Noted>()
    for (const [key, noted] of this.#byAccount) {
      if (noted.until <= this.#now()) {
        this.#byAccount.delete(key)
        continue
      }
      const known = lowest.get(noted.resource)
      if (!known || noted.remaining < known.remaining) lowest.set(noted.resource, noted)
    }
    return [...lowest.values()]
  }
}
