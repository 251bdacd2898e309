import { fullName, repositoryByName } from '../world/find.ts'
import type { Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Answer } from './router.ts'

/**
 * Where a renamed repository went, for those who may know: GitHub redirects to an address by id, 301 for
 * reading and 307 for writing.
 */
export function redirectMoved(
  world: World,
  method: string,
  pathAndQuery: string,
  mayKnow: (repository: Repository) => boolean,
): Answer | undefined {
  const [, owner = '', name = '', rest = ''] = /^\/repos\/([^/]+)\/([^/?]+)(.*)$/.exec(pathAndQuery) ?? []
  const repository = world.state.formerNames.has(`${owner}/${name}`.toLowerCase())
    ? repositoryByName(world.state, owner, name)
    : undefined
  if (!repository || !mayKnow(repository)) return undefined
  if (fullName(world.state, repository).toLowerCase() === `${owner}/${name}`.toLowerCase()) return undefined
  const url = `${world.origin()}/api/v3/repositories/${repository.id}${rest}`
  return {
    status: method === 'GET' ? 301 : 307,
    body: { message: 'Moved Permanently', url },
    headers: { location: url },
  }
}

/** The path by name for one by id; any other path as it is. */
export function pathByName(world: World, path: string): string {
  const [, id = '', rest = ''] = /^\/repositories\/(\d+)(.*)$/.exec(path) ?? []
  const repository = world.state.repositories.get(Number(id))
  return repository ? `/repos/${fullName(world.state, repository)}${rest}` : path
}
