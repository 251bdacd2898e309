import type { View, Viewing } from './viewing.ts'

/** What a request cost, and how the quota stands after it. */
export function rateLimitView({ cost, quota }: Pick<Viewing, 'cost' | 'quota'>): View {
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
