import { type Login, loginKey } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { PersonFound, PullRequestFacts } from '../facts/snapshot.ts'
import type { AccountFragment } from './answers.generated.ts'
import { exactNumber } from './exact-number.ts'
import { doing, nullWhere } from './faults.ts'
import type { PermissionOf } from './permissions.ts'
import { personOf } from './person.ts'
import type { Reader } from './reader.ts'

type Place = Pick<PullRequestFacts['repository'], 'id' | 'isPrivate'>

/** The state of looking up people in one read. */
export interface Lookup {
  /** Ignores cached answers on who may read a private repository. */
  readonly confirm: boolean
  /** Reads a person's permission on the repository, uncached. */
  readonly permissionOf: PermissionOf
  fallbacksLeft: number
}

/**
 * What GitHub says of a login (S4), from what GraphQL gave for it just now; REST is asked for what GraphQL does not
 * know, while `lookup` has fallbacks left; after that it is unknown.
 */
export async function personFound(
  reader: Reader,
  place: Place,
  login: Login,
  account: AccountFragment | null,
  lookup: Lookup,
): Promise<PersonFound> {
  const person = personOf(account) ?? (await otherAccount(reader, login, lookup))
  if (!person) return { kind: 'unknown' }
  const canRead = !place.isPrivate || (await mayRead(reader, place, person.login, lookup))
  return { kind: 'found', person, canRead }
}

/** Bots and organizations are no `User` in GraphQL; naming their type makes the mistake easier to fix. */
async function otherAccount(
  { octokit, caches }: Reader,
  login: Login,
  lookup: Lookup,
): Promise<Person | null> {
  const known = caches.notPeople.get(loginKey(login))
  if (known) return known.person
  if (lookup.fallbacksLeft === 0) return null
  lookup.fallbacksLeft -= 1
  const person = await nullWhere(
    [404],
    doing(`look up @${login}`, async () => {
      const { data } = await octokit.request('GET /users/{username}', { username: login })
      return personOf({ __typename: data.type, login: data.login, databaseId: exactNumber(data.id) })
    }),
  )
  if (person?.type !== 'User') caches.notPeople.set(loginKey(login), { person })
  return person
}

async function mayRead(
  reader: Reader,
  place: Place,
  login: Login,
  { confirm, permissionOf }: Lookup,
): Promise<boolean> {
  const key = `${place.id}/${loginKey(login)}`
  const known = confirm ? undefined : reader.caches.access.get(key)
  const may = known ?? (await permissionOf(login)) !== 'none'
  // A denial is not cached: access is often granted within the minute after it is reported.
  if (may) reader.caches.access.set(key, may)
  else reader.caches.access.delete(key)
  return may
}
