import type { RepositoryReference } from '../domain/reference.ts'
import type { Person, PersonFound, PullRequestFacts } from '../domain/snapshot.ts'
import { doing, GitHubFault } from './faults.ts'
import { type AccountNode, personOf } from './person.ts'
import type { Reader } from './reader.ts'

type Place = Pick<PullRequestFacts['repository'], 'id' | 'isPrivate'>

// People rarely lose their access, but an author who was told of an unknown name mends it within the minute.
const GOOD_NEWS_MS = 5 * 60_000
const BAD_NEWS_MS = 20_000

/** What was found of a login some minutes ago, or seconds when the news was bad. */
export function knownPerson({ caches }: Reader, place: Place, login: string): PersonFound | undefined {
  return caches.people.get(personKey(place, login))
}

/** What GitHub says of a login (S4), from what GraphQL gave for it; REST is asked for what GraphQL does not know. */
export async function personFound(
  reader: Reader,
  reference: RepositoryReference,
  place: Place,
  login: string,
  account: AccountNode | null,
): Promise<PersonFound> {
  const person = personOf(account) ?? (await otherAccount(reader, login))
  const found: PersonFound = person
    ? { kind: 'found', person, canRead: !place.isPrivate || (await canRead(reader, reference, person.login)) }
    : { kind: 'unknown' }
  const isGood = found.kind === 'found' && found.canRead
  reader.caches.people.set(personKey(place, login), found, { ttl: isGood ? GOOD_NEWS_MS : BAD_NEWS_MS })
  return found
}

/** Bots and organisations are no `User` to GraphQL; said to be what they are, they are easier to mend. */
async function otherAccount({ octokit }: Reader, login: string): Promise<Person | null> {
  return nullWhere404(
    doing(`look up @${login}`, async () => {
      const { data } = await octokit.request('GET /users/{username}', { username: login })
      return personOf({ __typename: data.type, login: data.login, databaseId: Number(data.id) })
    }),
  )
}

async function canRead(
  { octokit }: Reader,
  { owner, repo }: RepositoryReference,
  login: string,
): Promise<boolean> {
  const permission = await nullWhere404(
    doing(`read the permission of @${login} on ${owner}/${repo}`, async () => {
      const { data } = await octokit.request(
        'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        {
          owner,
          repo,
          username: login,
        },
      )
      return data.permission
    }),
  )
  return permission !== null && permission !== 'none'
}

async function nullWhere404<Result>(asked: Promise<Result>): Promise<Result | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof GitHubFault && error.status === 404) return null
    throw error
  })
}

function personKey({ id, isPrivate }: Place, login: string): string {
  return `${id}/${isPrivate}/${login}`
}
