/** A call and its answer, without any token. */
export interface Exchange {
  readonly as: string
  readonly method: string
  /** Path and query below the API's root; `/graphql` for GraphQL. */
  readonly path: string
  readonly body?: unknown
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly answer: unknown
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: every endpoint answers in its own shape
  readonly body: any
}

export interface GraphqlProblem {
  readonly type?: string
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string }
}

export interface GraphqlAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: every query is answered in its own shape
  readonly data: any
  readonly errors: readonly GraphqlProblem[]
}

export interface Client {
  /**
   * Calls the REST API. What GitHub refuses is an answer, which many steps are about. Throws `Unanswered` where it
   * fails or the quota is used up: that says nothing of any belief.
   */
  rest(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RestAnswer>
  /** Throws `Unanswered` for all but 200, with which GraphQL tells its errors as well (GH-37). */
  graphql(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer>
}

/** Thrown where GitHub did not answer the question. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

export interface ApiAddresses {
  readonly rest: string
  readonly graphql: string
}

/** Where the API of a host is: `null` is github.com, anything else an Enterprise Server or `SUBDOMAIN.ghe.com`. */
export function apiOf(host: string | null, protocol = 'https'): ApiAddresses {
  if (host === null || host === 'github.com') {
    return { rest: 'https://api.github.com', graphql: 'https://api.github.com/graphql' }
  }
  if (host.endsWith('.ghe.com')) {
    return { rest: `https://api.${host}`, graphql: `https://api.${host}/graphql` }
  }
  return { rest: `${protocol}://${host}/api/v3`, graphql: `${protocol}://${host}/api/graphql` }
}

/** Headers worth keeping: what tells of time, limits, permissions and where to go on. */
const KEPT =
  /^(date|location|link|retry-after|content-type|x-ratelimit-|x-accepted-github-permissions|x-github-)/

/** A client that notes every call; `token` is asked for each time and goes nowhere but into the request. */
export function openClient(options: {
  readonly api: ApiAddresses
  readonly as: string
  readonly token: () => Promise<string>
  readonly note: (exchange: Exchange) => void
}): Client {
  const { api, as, token, note } = options
  async function call(method: string, url: string, path: string, body: unknown, more: object) {
    const response = await request(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'rfc-alignment-first-contact',
        'x-github-api-version': '2022-11-28',
        ...more,
        authorization: `Bearer ${await token()}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const headers = Object.fromEntries([...response.headers].filter(([name]) => KEPT.test(name)))
    const answer = readJson(await response.text())
    const { status } = response
    note({ as, method, path, ...(body === undefined ? {} : { body }), status, headers, answer })
    const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0'
    if (isUsedUp) throw new Unanswered(`the quota of ${as} is used up; try again in an hour`)
    if (status >= 500) throw new Unanswered(`GitHub answered ${status} to ${method} ${path}`)
    return { status, headers, body: answer }
  }
  return {
    rest: (method, path, body, headers = {}) => call(method, `${api.rest}${path}`, path, body, headers),
    async graphql(query, variables = {}) {
      const { status, headers, body } = await call('POST', api.graphql, '/graphql', { query, variables }, {})
      if (status !== 200) throw new Unanswered(`GitHub answered ${status} to a query`)
      const { data, errors = [] } = isObject(body) ? body : {}
      if (errors.some?.(({ type }: GraphqlProblem) => type === 'RATE_LIMITED'))
        throw new Unanswered(`the quota of ${as} is used up; try again in an hour`)
      return { status, headers, data, errors: Array.isArray(errors) ? errors : [] }
    },
  }
}

/** Throws `Unanswered` with the reason where the host cannot be reached. */
async function request(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options)
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Unanswered(`${new URL(url).host} cannot be reached: ${why}`)
  }
}

/** A text as JSON; the text itself where it is none, nothing where there is none. */
function readJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    // A page of HTML, or half an answer: it is kept as it came.
    return text
  }
}

// biome-ignore lint/suspicious/noExplicitAny: each step knows the shape of the answer it asked for
function isObject(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null
}
