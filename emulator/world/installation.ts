import type { Installation, Repository, WorldState } from './state.ts'

/** The installation through which an App sees a repository; undefined when it is not installed there. */
export function installationOn(
  state: WorldState,
  appId: number,
  repository: Repository,
): Installation | undefined {
  return [...state.installations.values()].find((each) => each.appId === appId && covers(each, repository))
}

/** The installation of an App on an account. */
export function installationOf(
  state: WorldState,
  appId: number,
  accountId: number,
): Installation | undefined {
  return [...state.installations.values()].find(
    (each) => each.appId === appId && each.accountId === accountId,
  )
}

export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.accountId !== repository.ownerId) return false
  return installation.repositoryIds === null || installation.repositoryIds.has(repository.id)
}

export function repositoriesOf(state: WorldState, installation: Installation): Repository[] {
  return [...state.repositories.values()].filter((repository) => covers(installation, repository))
}
