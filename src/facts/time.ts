import type { GitHubTime, Timestamp } from './ids.ts'

/**
 * Returns one of GitHub's times as ISO 8601 in UTC with whole seconds, so that times compare as strings. GitHub's clock
 * has a resolution of one second; fractions are cut off. Throws when the text is not a time.
 */
export function wholeSecond(time: GitHubTime): Timestamp {
  return `${new Date(time).toISOString().slice(0, 19)}Z` as Timestamp
}

/** Compares two times for sorting, the earlier first; of one second, a sort keeps the order it was given. */
export function byTime(a: Timestamp | '', b: Timestamp | ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Returns a time right after one of GitHub's seconds, to include what happened in that second: in doubt, what blocks
 * counts (C0).
 */
export function laterThan(time: Timestamp): Timestamp {
  return `${time}~` as Timestamp
}

/** Returns the later one of two times. */
export function laterOf(one: Timestamp, other: Timestamp): Timestamp {
  return one > other ? one : other
}

/** Returns the earlier one of two times. */
export function earlierOf(one: Timestamp, other: Timestamp): Timestamp {
  return one < other ? one : other
}

/** Returns the earliest of some times; null where there is none. */
export function earliest(times: readonly Timestamp[]): Timestamp | null {
  return times.length === 0 ? null : times.reduce(earlierOf)
}

/** Later than any time of GitHub's. */
export const EVER = '9999' as Timestamp
