import type { World } from './world/world.ts'

/** The copy of GitHub's memory that reads are answered from. It is the truth, until somebody holds it back. */
export interface Replica {
  /** From now on reads see the world as it is at this moment; writes go on changing the real one (F12). */
  hold(): void
  /** Reads see the truth again. */
  release(): void
  readable(): World
}

/** A replica that lags only when told to. */
export function createReplica(truth: World): Replica {
  let held: World | undefined
  return {
    hold() {
      held = { ...truth, state: structuredClone(truth.state) }
    },
    release() {
      held = undefined
    },
    readable: () => held ?? truth,
  }
}
