import { setTimeout as delay } from 'node:timers/promises'
import type { Login } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import type { Reader } from './reader.ts'

const DOCUMENT = documentNamed('nearby-people')
/** Each costs a point. */
const MOST_LOGINS = 3
/** The longest that an evaluation waits for suggestions. */
const MOST_MS = 1_500
/** After a failure no evaluation waits again within this time. */
const FAILED_MS = 60_000

/**
 * Logins of a repository's people that a misspelt login may stand for (S4), kept for some minutes. They are for prose
 * alone: what GitHub hides, refuses or does not answer in time is left out, and nothing fails by it.
 */
export async function nearbyPeople(
  reader: Reader,
  reference: RepositoryReference,
  strangers: readonly Login[],
): Promise<readonly Login[]> {
  const found = await Promise.all(
    strangers.slice(0, MOST_LOGINS).map((login) => inTime(nearby(reader, reference, login))),
  )
  return [...new Set(found.flat())].sort()
}

async function nearby(
  { octokit, caches }: Reader,
  { owner, repo, repositoryId }: RepositoryReference,
  login: Login,
): Promise<readonly Login[]> {
  const key = `${repositoryId}/${login}`
  const known = caches.nearby.get(key)
  if (known) return known
  // Until the answer comes, and where none does.
  caches.nearby.set(key, [], { ttl: FAILED_MS })
  const [start, middle, end] = thirdsOf(login)
  const variables = { owner, repo, start, middle, end }
  const what = `look for people of ${owner}/${repo}`
  try {
    const { data } = await ask(octokit, { document: DOCUMENT, variables, what })
    const nodes = Object.values(data.repository ?? {}).flatMap(({ nodes }) => nodes ?? [])
    const logins = nodes.flatMap((node) => node?.login ?? [])
    caches.nearby.set(key, logins)
    return logins
  } catch {
    return []
  }
}

/** Of three parts of a login two mistakes leave at least one as it is. */
function thirdsOf(login: Login): readonly [string, string, string] {
  const [one, two] = [Math.ceil(login.length / 3), Math.ceil((login.length * 2) / 3)]
  const parts = [login.slice(0, one), login.slice(one, two), login.slice(two)]
  const [start = login, middle = login, end = login] = parts.map((part) => (part === '' ? login : part))
  return [start, middle, end]
}

async function inTime(people: Promise<readonly Login[]>): Promise<readonly Login[]> {
  const stopped = new AbortController()
  const late = delay(MOST_MS, [], { signal: stopped.signal }).catch(() => [])
  try {
    return await Promise.race([people, late])
  } finally {
    stopped.abort()
  }
}
