import type { Access } from './access.ts'
import { Rejection } from './rejection.ts'
import type { World } from './world/world.ts'

export type Resource = 'core' | 'graphql'

/** How a quota stands. `isExceeded`: what was just asked for is beyond it. */
export interface Standing {
  readonly resource: Resource
  readonly limit: number
  readonly used: number
  readonly remaining: number
  /** Seconds since 1970. */
  readonly reset: number
  readonly isExceeded: boolean
}

const HOUR = 3600
/** How long GitHub wants to be left alone after a secondary limit, in seconds. */
const PAUSE = 60

/** Counts what each installation asks for within an hour, and what it writes within a minute (GH-153, GH-156). */
export function createQuota(world: World) {
  const windows = new Map<string, { used: number; reset: number }>()
  const contents = new Map<string, number[]>()
  const seconds = () => Math.floor(world.clock.now().getTime() / 1000)

  function take(who: Access | undefined, resource: Resource, points: number): Standing {
    const key = `${nameOf(who)} ${resource}`
    const known = windows.get(key)
    const window = known && known.reset > seconds() ? known : { used: 0, reset: seconds() + HOUR }
    windows.set(key, window)
    const limit = world.quirks.quota[resource]
    const isExceeded = points > 0 && window.used + points > limit
    window.used = isExceeded ? Math.max(window.used, limit) : window.used + points
    const remaining = Math.max(0, limit - window.used)
    return { resource, limit, used: window.used, remaining, reset: window.reset, isExceeded }
  }

  return {
    /** Takes so many points of an hour's quota. */
    take,

    /** The same, taking none. */
    look: (who: Access | undefined, resource: Resource) => take(who, resource, 0),

    /** Refuses contents beyond what a minute allows. */
    countContent(who: Access): void {
      const most = world.quirks.mostContentsAMinute
      if (most === null) return
      const key = nameOf(who)
      const recent = (contents.get(key) ?? []).filter((at) => at > seconds() - 60)
      if (recent.length >= most) {
        throw new Rejection(
          403,
          'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. ' +
            'Please retry your request again later.',
          undefined,
          { 'retry-after': String(PAUSE) },
        )
      }
      contents.set(key, [...recent, seconds()])
    },
  }
}

export type Quota = ReturnType<typeof createQuota>

/** In words, as GitHub says whose quota is used up. */
export function nameOf(who: Access | undefined): string {
  switch (who?.kind) {
    case 'installation':
      return `installation ID ${who.installation.id}`
    case 'user':
    case 'person':
      return `user ID ${who.accountId}`
    case undefined:
      return '127.0.0.1'
    default:
      return 'the App'
  }
}

/** As every answer reports it (GH-81). */
export function headersOf({ resource, limit, used, remaining, reset }: Standing): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': resource,
  }
}
