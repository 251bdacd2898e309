import type { FileChange } from '../git/diff.ts'
import type { Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import type { Json } from './json.ts'
import { repositoryUrl } from './repository.ts'

/** A changed file as lists of files and comparisons show it. `sha` of a removed file is the blob it had. */
export function changeJson(world: World, repository: Repository, change: FileChange): Json {
  return {
    sha: (change.after ?? change.before)?.oid ?? null,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${repositoryUrl(world, repository)}/blob/HEAD/${change.path}`,
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  }
}
