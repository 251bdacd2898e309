import { setTimeout as delay } from 'node:timers/promises'

/** Lets somebody go on, after a while where too many did for the same before. */
export type Pace = (of: number) => Promise<void>

/**
 * Lets `perSecond` a second go on for each, and a second's worth at once. What is asked for at leisure must not take
 * the place of what somebody waits for.
 */
export function createPace(perSecond: number): Pace {
  const next = new Map<number, number>()
  return async (of) => {
    const now = performance.now()
    const at = Math.max(next.get(of) ?? 0, now - 1000)
    next.set(of, at + 1000 / perSecond)
    if (at > now) await delay(at - now)
  }
}
