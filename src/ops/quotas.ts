/** A rate limit from the headers of GitHub's answer. */
export interface Quota {
  /** GitHub counts REST, GraphQL and others separately. */
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  /** Seconds until the reset. */
  readonly secondsLeft: number
}

// The maximum number of installations; the least recently seen is dropped first.
const MOST_ACCOUNTS = 1_000

interface Noted {
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  readonly until: number
}

/** Keeps the last known quota of each installation. */
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

  /** Returns, for each resource, the lowest remaining quota, without naming the installation (TH-156). */
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
