import type { GraphQLError } from 'graphql'
import { type InstallationAccess, permits, reaches } from '../access.ts'
import type { Commit } from '../git/git-store.ts'
import type { Standing } from '../quota.ts'
import type { PullRequest, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { fault } from './fault.ts'

/** One GraphQL request: which copy of the world it reads, with what token, and where its unknown wishes are noted. */
export interface Viewing {
  readonly world: World
  readonly access: InstallationAccess
  readonly unknown: (what: string) => void
  readonly quota: Standing
  readonly cost: { readonly cost: number; readonly nodeCount: number }
  /** Tells of nodes that are about to be given; throws once they are more than GitHub spends on one query. */
  readonly spend: (nodes: number) => void
  /**
   * GitHub's types lead in circles: a repository to its pull requests, a pull request to its commits, a commit to its
   * repository. The views that circles close at are reached through here, so that the files need not import in circles.
   */
  readonly show: Circles
}

export interface Circles {
  repository(viewing: Viewing, repository: Repository): View
  commit(viewing: Viewing, repository: Repository, commit: Commit): View
  pull(viewing: Viewing, pull: PullRequest): View
}

/** A type's fields as its resolvers: values, or functions of the field's arguments. */
export type View = { readonly __typename: string; readonly [field: string]: unknown }

/** Whether a token sees that a repository is there. */
export function sees(viewing: Viewing, repository: Repository): boolean {
  return repository.visibility === 'public' || reaches(viewing.access, repository)
}

/** Throws GitHub's error where the token lacks a permission. */
export function need(
  viewing: Viewing,
  repository: Repository,
  permission: string,
  level: 'read' | 'write' = 'read',
): void {
  if (!permits(viewing.access, repository, permission, level)) throw forbidden()
}

/** Throws GitHub's error where the token may see nothing of an organisation's people. */
export function needMembers(viewing: Viewing, organizationId: number): void {
  const { installation, permissions } = viewing.access
  if (installation.accountId !== organizationId || !permissions.members) throw forbidden()
}

function forbidden(): GraphQLError {
  return fault('FORBIDDEN', 'Resource not accessible by integration')
}
