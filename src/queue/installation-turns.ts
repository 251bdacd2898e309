import { AdaptiveLimit, type Ended } from './adaptive-limit.ts'

interface Installation {
  readonly limit: AdaptiveLimit
  /** Those that wait for their turn. */
  readonly waiting: (() => void)[]
}

/** How many evaluations of each installation run at once, by what its GitHub bears. */
export class InstallationTurns {
  readonly #installations = new Map<number, Installation>()
  readonly #passedOver = new Set<number>()
  readonly #onRoom: () => void

  constructor(onRoom: () => void) {
    this.#onRoom = onRoom
  }

  /** How many more of an installation may start now. */
  room(installationId: number): number {
    const known = this.#installations.get(installationId)
    if (!known) return new AdaptiveLimit().room
    return Math.max(0, known.limit.room - known.waiting.length)
  }

  /** The installations of which nothing more may start now. `onRoom` is called when one of them has room again. */
  full(): readonly number[] {
    const full = [...this.#installations.keys()].filter((id) => this.room(id) === 0)
    for (const id of full) this.#passedOver.add(id)
    return full
  }

  /** Resolves when one more may start; it counts as started then. */
  async begin(installationId: number): Promise<void> {
    let each = this.#installations.get(installationId)
    if (!each) {
      this.#forgetIdle()
      each = { limit: new AdaptiveLimit(), waiting: [] }
      this.#installations.set(installationId, each)
    }
    const { limit, waiting } = each
    if (limit.room === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else limit.begin()
  }

  /** Counts one as ended, and lets those that wait start. */
  end(installationId: number, ended: Ended): void {
    const each = this.#installations.get(installationId)
    if (!each) return
    each.limit.end(ended)
    while (each.limit.room > 0) {
      const next = each.waiting.shift()
      if (!next) break
      each.limit.begin()
      next()
    }
    if (each.limit.hasAmpleRoom && this.#passedOver.delete(installationId)) this.#onRoom()
  }

  /** What was learnt of an installation is learnt again soon; it need not be kept for all. */
  #forgetIdle(): void {
    if (this.#installations.size < MOST_INSTALLATIONS) return
    for (const [id, { limit }] of this.#installations) if (limit.isIdle) this.#installations.delete(id)
  }
}

const MOST_INSTALLATIONS = 1_000
