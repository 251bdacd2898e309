import { z } from 'zod'
import type { Login, RepositoryId, UserId } from '../facts/ids.ts'
import { homeFetch } from './home-fetch.ts'
import type { HttpAnswer } from './http-call.ts'
import { readJson } from './read-json.ts'
import { versionedFetch } from './versioned-fetch.ts'

/** A GitHub user, by their own token. */
interface Viewer {
  readonly id: UserId
  readonly login: Login
}

interface Ask {
  readonly state: string
  readonly challenge: string
  readonly redirectUri: string
}

interface Answer {
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
}

interface Repository {
  readonly id: RepositoryId
  readonly owner: string
  readonly name: string
}

export interface ViewerOptions {
  readonly webUrl: string
  readonly restUrl: string
  readonly graphqlUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly timeoutMs?: number
}

/** As many repositories are asked for at a time. */
const AT_ONCE = 50

const tokenAnswer = z.object({ access_token: z.string().min(1) })
const userAnswer = z.object({ id: z.number(), login: z.string() })
const readableAnswer = z.object({
  data: z.record(z.string(), z.object({ databaseId: z.number().nullable() }).nullable()).nullish(),
  errors: z.array(z.object({ type: z.string().optional() })).optional(),
})

/**
 * What signing in with GitHub needs, and what somebody may read by their own right (GH-170, TH-146). Nothing is asked before
 * a user signs in. Null means that GitHub does not accept the code or token.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export function openViewerReader(options: ViewerOptions) {
  const { webUrl, restUrl, graphqlUrl, clientId, clientSecret, timeoutMs = 10_000 } = options
  const onWeb = homeFetch(webUrl, timeoutMs)
  const onApi = versionedFetch(homeFetch(restUrl, timeoutMs))
  const as = (token: string) => ({
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'user-agent': 'rfc-alignment',
  })
  return {
    /** Where a browser goes to be asked. */
    authorizeUrl: ({ state, challenge, redirectUri }: Ask): string => {
      const url = new URL(`${webUrl}/login/oauth/authorize`)
      url.searchParams.set('client_id', clientId)
      url.searchParams.set('redirect_uri', redirectUri)
      url.searchParams.set('state', state)
      url.searchParams.set('code_challenge', challenge)
      url.searchParams.set('code_challenge_method', 'S256')
      return url.href
    },
    /** The token for a code. */
    tokenFor: async ({ code, verifier, redirectUri }: Answer): Promise<string | null> => {
      const response = await onWeb(`${webUrl}/login/oauth/access_token`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': 'rfc-alignment',
        },
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri,
        }).toString(),
      })
      // GitHub tells of a wrong code with status 200.
      const answer = tokenAnswer.safeParse(bodyOf(response, 'take the code of a sign-in'))
      return answer.success ? answer.data.access_token : null
    },
    /** Whose token it is. */
    viewer: async (token: string): Promise<Viewer | null> => {
      const response = await onApi(`${restUrl}/user`, { method: 'GET', headers: as(token) })
      if (response.status === 401) return null
      return userAnswer.parse(bodyOf(response, 'read who signed in'))
    },
    /** Which of the repositories its owner may read, by GitHub's ids. */
    readable: async (
      token: string,
      repositories: readonly Repository[],
    ): Promise<ReadonlySet<RepositoryId> | null> => {
      const readable = new Set<RepositoryId>()
      for (let at = 0; at < repositories.length; at += AT_ONCE) {
        const some = repositories.slice(at, at + AT_ONCE)
        const response = await onApi(graphqlUrl, {
          method: 'POST',
          headers: { ...as(token), 'content-type': 'application/json' },
          body: JSON.stringify(readableQuery(some)),
        })
        if (response.status === 401) return null
        const { data, errors = [] } = readableAnswer.parse(bodyOf(response, 'read who may read what'))
        // What somebody may not read is said to be not found; anything else says nothing about them.
        const fault = errors.find(({ type }) => type !== 'NOT_FOUND' && type !== 'FORBIDDEN')
        if (!data || fault) throw new Error('GitHub did not say who may read what')
        for (const [index, { id }] of some.entries()) {
          // Another repository may have the name by now.
          if (data[`r${index}`]?.databaseId === id) readable.add(id)
        }
      }
      return readable
    },
    /** Ends a token, if it has not ended already. */
    revoke: async (token: string): Promise<void> => {
      await onApi(`${restUrl}/applications/${clientId}/token`, {
        method: 'DELETE',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          accept: 'application/vnd.github+json',
          'content-type': 'application/json',
          'user-agent': 'rfc-alignment',
        },
        body: JSON.stringify({ access_token: token }),
      })
    },
  }
}

/** One question for many repositories; names go as variables, never as text of the query. */
function readableQuery(repositories: readonly Repository[]) {
  const fields = repositories.map(
    (_, index) => `r${index}: repository(owner: $o${index}, name: $n${index}) { databaseId }`,
  )
  const variables = repositories.map((_, index) => `$o${index}: String!, $n${index}: String!`)
  return {
    query: `query Readable(${variables.join(', ')}) { ${fields.join(' ')} }`,
    variables: Object.fromEntries(
      repositories.flatMap(({ owner, name }, index) => [
        [`o${index}`, owner],
        [`n${index}`, name],
      ]),
    ),
  }
}

function bodyOf({ status, text }: HttpAnswer, what: string): unknown {
  if (status < 200 || status >= 300) throw new Error(`GitHub answered ${status} when asked to ${what}`)
  try {
    return readJson(text)
  } catch (cause) {
    throw new Error(`GitHub's answer cannot be read: could not ${what}`, { cause })
  }
}
