import type { VirtualClock } from '../clock.ts'
import { GitStore } from '../git/git-store.ts'
import type { Quirks } from './quirks.ts'
import type { Repository, WorldState } from './state.ts'

/** An event as it leaves for the App: everything but its delivery. */
export interface Announcement {
  readonly event: string
  readonly installationId: number
  readonly repositoryId: number | null
  readonly payload: Readonly<Record<string, unknown>>
}

/** One copy of GitHub's memory with what is needed to read it; a lagging replica is the same with another `state`. */
export interface World {
  readonly state: WorldState
  readonly clock: VirtualClock
  readonly quirks: Quirks
  /** The App under test: the one that webhooks are sent to. */
  readonly appId: number
  /** Where people would see it: `http://127.0.0.1:40211`. */
  readonly origin: () => string
  readonly git: (repository: Repository) => GitStore
  /** Sends an event to the App, except inside `quietly`. */
  readonly announce: (announcement: Announcement) => void
  /** Runs after every act that may have turned a check green. */
  readonly afterCheck: (repositoryId: number, headOid: string) => void
}

/** Git objects by network, shared by a repository and its forks. They are never forgotten, so replicas share them too. */
export function gitStores(): (repository: Repository) => GitStore {
  const stores = new Map<number, GitStore>()
  return (repository) => {
    const store = stores.get(repository.networkId) ?? new GitStore()
    stores.set(repository.networkId, store)
    return store
  }
}

/** A new id: larger than every one before, whatever it is for. */
export function nextId(state: WorldState): number {
  state.lastId += 1
  return state.lastId
}

/**
 * What there is most of no longer fits into 32 bits on GitHub: posts and pull requests, which is why `fullDatabaseId`
 * exists (GH-164), and check suites and runs (GH-13). Accounts, repositories and installations still do.
 */
export function nextWideId(state: WorldState): number {
  return 2_900_000_000 + nextId(state)
}
