import { announceInstallation, shortRepository } from '../webhooks/events.ts'
import type { Installation, Repository } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'
import { account, type Who } from './who.ts'

/** Everything the App of this project asks for. */
export const DEFAULT_PERMISSIONS: Installation['permissions'] = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  merge_queues: 'read',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
}

/** Every event the App of this project wants to hear of. */
export const DEFAULT_EVENTS = [
  'check_run',
  'check_suite',
  'issue_comment',
  'member',
  'membership',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'repository',
  'team',
] as const

export interface NewInstallation {
  readonly appId?: number
  readonly id?: number
  /** Only these repositories; all of the account's, later ones too, when left out. */
  readonly repositories?: readonly Repository[]
  readonly permissions?: Installation['permissions']
  readonly by?: Who
}

/** An App is installed on an account; the App hears `installation.created`. */
export function install(world: World, owner: Who, options: NewInstallation = {}): Installation {
  const target = account(world, owner)
  const installation: Installation = {
    id: options.id ?? nextId(world.state),
    appId: options.appId ?? world.appId,
    accountId: target.id,
    repositoryIds: options.repositories ? new Set(options.repositories.map(({ id }) => id)) : null,
    permissions: options.permissions ?? DEFAULT_PERMISSIONS,
    suspendedAt: null,
    createdAt: world.clock.iso(),
  }
  world.state.installations.set(installation.id, installation)
  announceInstallation(world, installation, 'installation', 'created', sender(world, options.by ?? owner))
  return installation
}

/** The App is given one more repository of the account. */
export function addToInstallation(
  world: World,
  installation: Installation,
  repository: Repository,
  by: Who,
): void {
  installation.repositoryIds?.add(repository.id)
  announceInstallation(world, installation, 'installation_repositories', 'added', sender(world, by), {
    repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
    repositories_added: [shortRepository(world, repository)],
    repositories_removed: [],
  })
}

/** While an installation is suspended its token is rejected and nothing is sent (GH-113), but for this one event. */
export function suspend(world: World, installation: Installation, by: Who): void {
  installation.suspendedAt = world.clock.iso()
  announceInstallation(world, installation, 'installation', 'suspend', sender(world, by))
}

export function unsuspend(world: World, installation: Installation, by: Who): void {
  installation.suspendedAt = null
  announceInstallation(world, installation, 'installation', 'unsuspend', sender(world, by))
}

/** An owner of the account accepts what the App asks for since; tokens that were made before keep what they had. */
export function acceptPermissions(
  world: World,
  installation: Installation,
  by: Who,
  permissions: Installation['permissions'] = DEFAULT_PERMISSIONS,
): void {
  Object.assign(installation, { permissions })
  announceInstallation(world, installation, 'installation', 'new_permissions_accepted', sender(world, by))
}

export function uninstall(world: World, installation: Installation, by: Who): void {
  announceInstallation(world, installation, 'installation', 'deleted', sender(world, by))
  world.state.installations.delete(installation.id)
}

function sender(world: World, who: Who): number {
  return account(world, who).id
}
