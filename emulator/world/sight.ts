import { installationOn } from './installation.ts'
import { roleOf } from './permission.ts'
import type { Post, Repository } from './state.ts'
import type { World } from './world.ts'

/**
 * Whether a person sees a repository through the App under test: what is public, and what both of them reach.
 * It is looked up each time, so that who was removed sees nothing from then on.
 */
export function seesThroughApp(world: World, accountId: number, repository: Repository): boolean {
  if (repository.visibility === 'public') return true
  const installation = installationOn(world.state, world.appId, repository)
  if (!installation || installation.suspendedAt !== null) return false
  return roleOf(world.state, repository, accountId) !== 'none'
}

/**
 * What everybody sees of what was said, and how many GitHub says there are. A review that somebody has begun is for its
 * writer's eyes only (GH-22), and what a flagged account wrote for nobody's (GH-180); whether they are counted is not
 * known (GH-21).
 */
export function inSight<Said extends Post>(
  { state, quirks }: Pick<World, 'state' | 'quirks'>,
  posts: readonly Said[],
): { readonly shown: Said[]; readonly count: number } {
  const isBegun = (each: Said) => each.kind === 'review' && each.state === 'PENDING'
  const isFlagged = (each: Said) => state.accounts.get(each.authorId)?.flagged === true
  const isOfBegun = (each: Said) => {
    const of = each.kind === 'line' ? state.posts.get(each.reviewId) : undefined
    return of?.kind === 'review' && of.state === 'PENDING'
  }
  const shown = posts.filter(
    (each) => !isFlagged(each) && ((!isBegun(each) && !isOfBegun(each)) || quirks.pendingReviews === 'shown'),
  )
  const counted = posts.filter((each) => {
    if (isFlagged(each)) return quirks.countsFlagged
    return !(isBegun(each) || isOfBegun(each)) || quirks.pendingReviews !== 'hidden'
  })
  return { shown, count: counted.length }
}
