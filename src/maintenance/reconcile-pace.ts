import { setTimeout as delay } from 'node:timers/promises'

/** Resolves when the next permit of an installation is free. */
export type Pace = (of: number) => Promise<void>

/**
 * Token bucket per installation: `perSecond` permits, burst of one second. Background work must not crowd out
 * what people wait for.
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

/** The share of an hour's points that reconciliation may use (TH-132). */
const RECONCILIATION_SHARE = 0.25
const HOUR_SECONDS = 3600

/**
 * Returns the seconds until the next reconciliation that keep one of so many points within its share; 0
 * without a limit.
 */
export function secondsOfReconciliation(points: number, pointsPerHour: number | null): number {
  return pointsPerHour ? (points / (pointsPerHour * RECONCILIATION_SHARE)) * HOUR_SECONDS : 0
}
