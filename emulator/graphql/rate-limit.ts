import type { View, Viewing } from './viewing.ts'

/**
 * What a request costs, and how the quota stands after it. A dry run is answered like any other here; how much GitHub
 * leaves out of one is not documented.
 */
export function rateLimitView({ cost, quota }: Pick<Viewing, 'cost' | 'quota'>, _dryRun = false): View {
  const { limit, remaining, used, reset } = quota
  return {
    __typename: 'RateLimit',
    ...cost,
    limit,
    remaining,
    used,
    resetAt: new Date(reset * 1000).toISOString(),
  }
}
