/**
 * How fast an App may create what people are told of (comments, requests for review) on one account: 80 in a minute and
 * 500 in an hour. Beyond it GitHub refuses every call, that of a check that must turn red among them.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const LIMITS = [
  { seconds: 60, most: 80 },
  { seconds: 3600, most: 500 },
] as const

export interface ContentPace {
  /** Counts one more and gives 0; or gives the seconds after which to ask again, and counts nothing. */
  readonly take: () => number
}

/** Makes a pace; `now` gives seconds that only grow. */
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
