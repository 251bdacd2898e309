/**
 * Limits how fast the App creates content that notifies people (comments, review requests) on one account: 80 a minute and
 * 500 an hour. Above that GitHub rejects every call, including the one that sets a check to failure.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const LIMITS = [
  { seconds: 60, most: 80 },
  { seconds: 3600, most: 500 },
] as const

export interface ContentPace {
  /** Takes a permit and returns 0, or returns the seconds until the next one is available. */
  readonly take: () => number
}

/** Creates a content pace. `now` returns monotonic seconds. */
export function createContentPace(now: () => number = () => performance.now() / 1000): ContentPace {
  const made: number[] = []
  /** Who was sent away, and until when: each comes back when its turn is, not all at once. */
  let sentAway: number[] = []
  return {
    take: () => {
      const time = now()
      while (made[0] !== undefined && made[0] <= time - LIMITS[1].seconds) made.shift()
      const full = LIMITS.find(({ seconds, most }) => countSince(made, time - seconds) >= most)
      if (!full) {
        made.push(time)
        return 0
      }
      sentAway = sentAway.filter((until) => until > time)
      const oldest = made[made.length - full.most] ?? time
      const turns = Math.floor(sentAway.length / full.most)
      const seconds = Math.ceil(oldest + full.seconds * (1 + turns) - time)
      sentAway.push(time + seconds)
      return Math.max(1, seconds)
    },
  }
}

function countSince(times: readonly number[], since: number): number {
  const first = times.findIndex((time) => time > since)
  return first === -1 ? 0 : times.length - first
}
