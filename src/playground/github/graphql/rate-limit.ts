import type { View, Viewing } from './viewing.ts'

/** What a request cost, of a quota that is never used up here. */
export function rateLimitView({ world, cost }: Pick<Viewing, 'world' | 'cost'>): View {
  const resetAt = new Date(world.clock.now().getTime() + 3_600_000)
  return {
    __typename: 'RateLimit',
    ...cost,
    limit: 5000,
    remaining: 5000 - cost.cost,
    used: cost.cost,
    resetAt: resetAt.toISOString(),
  }
}
