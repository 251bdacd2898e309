/** How a quota stands, as the last answer told (GH-81). */
export interface Standing {
  readonly limit: number
  readonly remaining: number
  /** Until GitHub counts anew. */
  readonly secondsLeft: number
}

/** The share of an hour's quota that background work leaves to what people wait for (GH-153). */
const KEPT_SHARE = 0.25
/** Of the rest, the share that background work spends evenly until the reset; what is above both it may spend at once. */
const EVEN_SHARE = 0.25
const HOUR = 3600

/**
 * Returns for how many seconds background work must leave a quota alone; 0 where there is enough. What must remain falls
 * evenly from half of the quota, an hour before the reset, to a quarter at the reset.
 */
export function secondsUntilSpare({ limit, remaining, secondsLeft }: Standing): number {
  if (limit <= 0 || secondsLeft <= 0) return 0
  const above = remaining / limit - KEPT_SHARE
  const evenlyUntil = secondsLeft - (Math.max(0, above) / EVEN_SHARE) * HOUR
  return Math.max(0, Math.ceil(Math.min(secondsLeft, evenlyUntil)))
}
