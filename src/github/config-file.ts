import { CONFIG_PATH } from '../config/config.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { FileAt, PullRequestFacts } from '../facts/snapshot.ts'
import type { FactsFragment, PlaceFragment } from './answers.generated.ts'
import { doing, InconsistentRead, nullWhere } from './faults.ts'
import { fileAt, lacksBlob } from './file-at.ts'
import type { Reader } from './reader.ts'

type Branch = NonNullable<FactsFragment['baseRef']>
/** The owner's `.github` repository, with the configuration on its default branch. */
type OwnersRepository = NonNullable<PlaceFragment['owner']['organisation']>
type Config = Pick<PullRequestFacts, 'config' | 'configFrom'>

/** A missing installation is asked for again soon: after it is added, open pull requests are evaluated and need it. */
const MISSING_MS = 30_000

/**
 * The configuration on the base branch; where it is absent there, that of the owner's `.github` repository, when the
 * App is installed on it (D1). Absent is only what is known to be absent. Both come with the pull request; whether the
 * App is installed is asked for only where a file is found. Throws `InconsistentRead` when the tip of a branch does not come.
 */
export async function readConfig(
  reader: Reader,
  reference: RepositoryReference,
  place: PlaceFragment,
  { baseRef, baseRefName }: FactsFragment,
  what: string,
): Promise<Config> {
  const config = baseRef ? tipFile(baseRef, 'its base', what) : goneFile(baseRefName)
  const { organisation } = place.owner
  if (config.kind !== 'absent' || !organisation || organisation.databaseId === place.databaseId) {
    return { config, configFrom: 'base' }
  }
  const shared = sharedFile(organisation, what)
  const counts =
    shared.kind !== 'absent' && (await isInstalledOn(reader, reference, place.owner.login, organisation))
  return counts ? { config: shared, configFrom: 'organisation' } : { config, configFrom: 'base' }
}

function tipFile({ target }: Branch, whose: string, what: string): FileAt {
  const file = target?.file
  // Absent is only what is known to be absent (D1).
  if (!target || file === undefined || lacksBlob(file)) {
    throw new InconsistentRead(`could not ${what}: the tip of ${whose} is not whole`)
  }
  return fileAt(file)
}

function goneFile(branch: string): FileAt {
  return {
    kind: 'unreadable',
    blob: null,
    why: `${CONFIG_PATH} could not be read: the branch ${branch} is gone`,
  }
}

function sharedFile({ name, defaultBranchRef }: OwnersRepository, what: string): FileAt {
  // Nothing was ever pushed to it.
  if (!defaultBranchRef) return { kind: 'absent' }
  const file = tipFile(defaultBranchRef, `the default branch of ${name}`, what)
  return file.kind === 'unreadable' ? { ...file, why: `in the repository ${name} ${file.why}` } : file
}

/** Anybody reads a public repository, an App that is not installed there too. */
async function isInstalledOn(
  { app, caches }: Reader,
  { installationId }: RepositoryReference,
  owner: string,
  { databaseId, name: repo }: OwnersRepository,
): Promise<boolean> {
  const key = `${installationId}/${databaseId}`
  const known = caches.installed.get(key)
  if (known !== undefined) return known
  const asked = doing(`find out whether this App is installed on ${owner}/${repo}`, async () => {
    const { data } = await app.request('GET /repos/{owner}/{repo}/installation', { owner, repo })
    return data.id === installationId
  })
  const isInstalled = (await nullWhere([404], asked)) ?? false
  caches.installed.set(key, isInstalled, isInstalled ? {} : { ttl: MISSING_MS })
  return isInstalled
}
