import type { Octokit } from '@octokit/rest'
import {
  answerOf,
  type Headers,
  isLimit,
  QUOTA_WINDOW_SECONDS,
  RateLimited,
  secondsToWait,
} from './faults.ts'
import { secondsUntilSpare, type Standing, standingOf } from './quota-share.ts'

/**
 * Rejects an installation's calls while a rate limit holds: GitHub may ban clients that go on calling. Nothing waits here:
 * each call throws `RateLimited` with the time left, and the queue retries then.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export interface QuotaGate {
  readonly guard: (client: Octokit) => void
  /** Whether there are limits, as far as is known. */
  readonly hasLimits: () => boolean
  /** Returns what is left of a quota; null when no answer reported it, or it was reset since. */
  readonly standing: (quota: Resource) => Standing | null
  /** Returns how many seconds background work must wait, so that enough of a quota is left for commands. */
  readonly secondsUntilSpare: (quota: Resource) => number
}

/** What GitHub counts apart; REST's own name for its quota is `core` (GH-81). */
export type Resource = 'graphql' | 'rest'

/** GraphQL has a quota of its own. `everything` is a secondary limit, which holds for both. */
type Limit = Resource | 'everything'

/**
 * Limits that a request does not wait for (`request: { passes }`). A check passes a secondary limit that prose met, and
 * one that must fail passes all of them: it is one call, and a success that is not deserved may be merged meanwhile (V7).
 */
export type Passes = 'prose limits' | 'all limits'

/**
 * Opens a gate. `isLimited`: limits are known from the start, as on github.com; Enterprise Server has none unless its
 * administrators set some, so there they are known once one was met. `now` gives seconds that only grow.
 */
export function openQuotaGate(
  isLimited: boolean,
  now: () => number = () => performance.now() / 1000,
): QuotaGate {
  const closedUntil: Record<Limit | 'checks', number> = { graphql: 0, rest: 0, everything: 0, checks: 0 }
  const standings = new Map<Resource, Standing & { readonly at: number }>()
  let hasLimits = isLimited
  const close = (limit: Limit | 'checks', seconds: number) => {
    closedUntil[limit] = Math.max(closedUntil[limit], now() + seconds)
  }
  const hear = (quota: Resource, passes: Passes | undefined, headers: Headers, isRefused: boolean) => {
    const told = standingIn(headers, quota)
    if (told) standings.set(quota, { ...told, at: now() })
    const isUsedUp = String(headers['x-ratelimit-remaining']) === '0'
    if (isUsedUp) close(quota, secondsToWait(headers))
    else if (isRefused) close('everything', secondsToWait(headers))
    // A check that met the limit itself waits like other calls.
    if (isRefused && passes === 'prose limits') close('checks', secondsToWait(headers))
    if (isUsedUp || isRefused) hasLimits = true
  }
  const secondsLeft = (quota: Resource, passes: Passes | undefined) => {
    if (passes === 'all limits') return 0
    const secondary = passes === 'prose limits' ? closedUntil.checks : closedUntil.everything
    return Math.ceil(Math.max(closedUntil[quota], secondary) - now())
  }
  const standing = (quota: Resource) => {
    const known = standings.get(quota)
    if (!known) return null
    const secondsLeft = known.secondsLeft - (now() - known.at)
    return secondsLeft > 0 ? { limit: known.limit, remaining: known.remaining, secondsLeft } : null
  }
  return {
    standing,
    secondsUntilSpare: (quota) => {
      const known = standing(quota)
      return known ? secondsUntilSpare(known) : 0
    },
    guard: (client) => {
      client.hook.wrap('request', async (request, options) => {
        const quota = options.url.endsWith('/graphql') ? 'graphql' : 'rest'
        // Without a token no check can be written.
        const isToken = options.url.endsWith('/access_tokens')
        const passes = isToken ? 'all limits' : (options.request?.passes as Passes | undefined)
        const seconds = secondsLeft(quota, passes)
        if (seconds > 0) throw new RateLimited("GitHub's rate limit has not been reset yet", null, seconds)
        try {
          const response = await request(options)
          hear(quota, passes, response.headers, isLimit(response))
          return response
        } catch (error) {
          const answer = answerOf(error)
          if (answer) hear(quota, passes, answer.headers, isLimit(answer))
          throw error
        }
      })
    },
    hasLimits: () => hasLimits,
  }
}

/** Returns what the headers of an answer report of a quota; null when they report none, or another one. */
function standingIn(headers: Headers, quota: Resource): Standing | null {
  const resource = headers['x-ratelimit-resource']
  if (resource !== undefined && resource !== (quota === 'rest' ? 'core' : 'graphql')) return null
  const standing = standingOf((name) => headers[name])
  return standing && { ...standing, secondsLeft: Math.min(standing.secondsLeft, QUOTA_WINDOW_SECONDS) }
}
