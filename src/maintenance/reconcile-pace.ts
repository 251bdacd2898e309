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

/** What comparing everything may take of an hour's points (TH-132). */
const ROUNDS_SHARE = 0.25
const HOUR_SECONDS = 3600

/**
 * Returns how many seconds a round must count for that took so many points, so that rounds take no more than their share
 * of an hour; 0 where there is no limit.
 */
export function secondsOfReconciliation(points: number, pointsPerHour: number | null): number {
  return pointsPerHour ? (points / (pointsPerHour * ROUNDS_SHARE)) * HOUR_SECONDS : 0
}
