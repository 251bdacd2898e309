/** What is left of a quota, by the last answer (GH-81). */
export interface Standing {
  readonly limit: number
  readonly remaining: number
  /** Until the quota is reset. */
  readonly secondsLeft: number
}

/**
 * Returns what is left of a quota by the headers of an answer; null when they do not say. Times are by GitHub's clock,
 * because ours may be wrong.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
 */
export function standingOf(header: (name: string) => string | number | null | undefined): Standing | null {
  const numberIn = (name: string) => Number(header(name) ?? Number.NaN)
  const limit = numberIn('x-ratelimit-limit')
  const remaining = numberIn('x-ratelimit-remaining')
  const secondsLeft = numberIn('x-ratelimit-reset') - Date.parse(String(header('date'))) / 1000
  const isTold = [limit, remaining, secondsLeft].every((number) => Number.isFinite(number))
  return isTold ? { limit, remaining, secondsLeft } : null
}

/** The share of an hour's quota that background work leaves for commands (GH-153). */
const KEPT_SHARE = 0.25
/** Of the rest, the share that background work spends evenly until the reset; what is above both it may spend at once. */
const EVEN_SHARE = 0.25
const HOUR = 3600

/**
 * Returns how many seconds background work must wait for a quota; 0 when enough is left. What must remain falls
 * evenly from half of the quota, an hour before the reset, to a quarter at the reset.
 */
export function secondsUntilSpare({ limit, remaining, secondsLeft }: Standing): number {
  if (limit <= 0 || secondsLeft <= 0) return 0
  const above = remaining / limit - KEPT_SHARE
  const evenlyUntil = secondsLeft - (Math.max(0, above) / EVEN_SHARE) * HOUR
  return Math.max(0, Math.ceil(Math.min(secondsLeft, evenlyUntil)))
}
