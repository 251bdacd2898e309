import type { Repository } from './state.ts'
import type { World } from './world.ts'

/**
 * The commit a name stands for: a branch, a full ref or a commit id (seven characters suffice). `owner:branch` means
 * a fork's branch. Undefined when it stands for nothing.
 */
export function resolveCommit(world: World, repository: Repository, name: string): string | undefined {
  const git = world.git(repository)
  const colon = name.indexOf(':')
  if (colon > 0) {
    const owner = name.slice(0, colon).toLowerCase()
    for (const each of world.state.repositories.values()) {
      const login = world.state.accounts.get(each.ownerId)?.login.toLowerCase()
      if (each.networkId === repository.networkId && login === owner) {
        return resolveCommit(world, each, name.slice(colon + 1))
      }
    }
    return undefined
  }
  if (name === 'HEAD') return repository.refs.get(`refs/heads/${repository.defaultBranch}`)
  const ref = [name, `refs/${name}`, `refs/heads/${name}`]
    .map((each) => repository.refs.get(each))
    .find(Boolean)
  if (ref) return ref
  if (!/^[0-9a-f]{7,40}$/.test(name)) return undefined
  const commits = git.startingWith(name).filter((oid) => git.commit(oid) && !repository.forgotten.has(oid))
  return commits.length === 1 ? commits[0] : undefined
}
