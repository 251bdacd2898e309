import { installationOn } from './installation.ts'
import { roleOf } from './permission.ts'
import type { Repository } from './state.ts'
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
