import type { Octokit } from '@octokit/rest'
import { answerOf, type Headers, isLimit, RateLimited, secondsToWait } from './faults.ts'

/**
 * Keeps an installation's clients from calling GitHub while it wants to be left alone: whoever goes on calling may be
 * banned. Nothing waits here; each call is refused with the time that is left, and the queue comes back then.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export interface QuotaGate {
  readonly guard: (client: Octokit) => void
  /** Whether there are limits, as far as is known. */
  readonly hasLimits: () => boolean
}

/** GraphQL has a quota of its own; a secondary limit is one of both. */
type Quota = 'graphql' | 'rest'

/**
 * Opens a gate. `isLimited`: limits are known from the start, as on github.com; Enterprise Server has none unless its
 * administrators set some, so there they are known once one was met. `now` gives seconds that only grow.
 */
export function openQuotaGate(
  isLimited: boolean,
  now: () => number = () => performance.now() / 1000,
): QuotaGate {
  const closedUntil: Record<Quota, number> = { graphql: 0, rest: 0 }
  let hasLimits = isLimited
  const close = (quotas: readonly Quota[], seconds: number) => {
    for (const quota of quotas) closedUntil[quota] = Math.max(closedUntil[quota], now() + seconds)
  }
  const hear = (quota: Quota, headers: Headers, isRefused: boolean) => {
    const isUsedUp = String(headers['x-ratelimit-remaining']) === '0'
    if (isUsedUp) close([quota], secondsToWait(headers))
    else if (isRefused) close(['graphql', 'rest'], secondsToWait(headers))
    if (isUsedUp || isRefused) hasLimits = true
  }
  return {
    guard: (client) => {
      client.hook.wrap('request', async (request, options) => {
        const quota: Quota = options.url.endsWith('/graphql') ? 'graphql' : 'rest'
        const seconds = Math.ceil(closedUntil[quota] - now())
        if (seconds > 0) throw new RateLimited('GitHub wants to be left alone for a while', null, seconds)
        try {
          const response = await request(options)
          hear(quota, response.headers as Headers, isLimit(response as Parameters<typeof isLimit>[0]))
          return response
        } catch (error) {
          const answer = answerOf(error)
          if (answer) hear(quota, answer.headers, isLimit(answer))
          throw error
        }
      })
    },
    hasLimits: () => hasLimits,
  }
}
