/** An error as GitHub's GraphQL API reports it, with the data or in its place (GH-37). */
export interface GraphQLProblem {
  readonly type?: string
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string; readonly fieldName?: string }
}

/** A call to GitHub failed. The message says what we were doing; `cause` is the underlying error. */
export class GitHubFault extends Error {
  override readonly name: string = 'GitHubFault'
  /** The HTTP status of the answer; null when there was none that could be used. */
  readonly status: number | null

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
  }

  /** Whether GitHub did not answer, or answered that the fault is its own. */
  get isOutage(): boolean {
    return this.status === null || this.status >= 500
  }
}

/** A rate limit was reached; `retryAfterSeconds` says when to try again. */
export class RateLimited extends GitHubFault {
  override readonly name = 'RateLimited'
  readonly retryAfterSeconds: number

  constructor(message: string, status: number | null, retryAfterSeconds: number) {
    super(message, status)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The rest of a quota is reserved for commands, so background work is retried later (TH-132). */
export class LeftForPeople extends RateLimited {
  readonly isBackground = true

  constructor(seconds: number) {
    super("the rest of GitHub's quota is kept for commands", null, seconds)
  }
}

/** The App was uninstalled or suspended: nothing can be read or written. */
export class InstallationGone extends GitHubFault {
  override readonly name = 'InstallationGone'
}

/** The pull request does not exist, or this installation cannot see it. */
export class PullRequestGone extends GitHubFault {
  override readonly name = 'PullRequestGone'
}

/** The pull request changed between two pages, or GitHub's lists contradict each other: read it again. */
export class InconsistentRead extends Error {
  override readonly name = 'InconsistentRead'
}

/** Runs a call to GitHub and rethrows every error as one of the faults above. `what` follows "could not" in messages. */
export async function doing<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw faultOf(error, what)
  }
}

/** Returns null when GitHub answers with one of these statuses, which mean that the resource does not exist. */
export async function nullWhere<Result>(
  statuses: readonly number[],
  asked: Promise<Result>,
): Promise<Result | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof GitHubFault && statuses.includes(error.status ?? 0)) return null
    throw error
  })
}

/** Returns the fault that an error of Octokit or of the network stands for, without the secrets that Octokit's errors hold. */
function faultOf(error: unknown, what: string): Error {
  if (error instanceof GitHubFault || error instanceof InconsistentRead) return error
  if (!isOctokits(error)) return new GitHubFault(`could not ${what}`, null, error)
  const answer = answerOf(error)
  // What Octokit throws carries the whole request; only the network's own error goes on.
  if (!answer) return new GitHubFault(`could not ${what}: GitHub did not answer`, null, error.cause)
  const { status, headers, url } = answer
  const message = `could not ${what}: GitHub answered ${status} (${saidIn(answer.data)})`
  if (url.endsWith('/access_tokens') && (status === 404 || (status === 403 && !isLimit(answer)))) {
    return new InstallationGone(message, status)
  }
  if (isLimit(answer)) return new RateLimited(message, status, secondsToWait(headers))
  return new GitHubFault(message, status)
}

/**
 * GitHub counts its quotas by the hour (GH-81). A reset that is further off comes from two clocks that disagree, and must
 * neither stop the App for days nor make a full quota look scarce.
 */
export const QUOTA_WINDOW_SECONDS = 3600

/** Returns how many seconds to wait before the next call; 60 when GitHub does not say, as its documentation advises. */
export function secondsToWait(headers: Headers): number {
  const after = Number(headers['retry-after'])
  if (headers['retry-after'] !== undefined && Number.isFinite(after)) return Math.max(1, after)
  const reset = Number(headers['x-ratelimit-reset'])
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset) && reset > 0) {
    // Counted by GitHub's clock: ours may be wrong.
    const now = Date.parse(String(headers.date)) / 1000
    const seconds = Math.ceil(reset - (Number.isFinite(now) ? now : Date.now() / 1000))
    return Math.min(QUOTA_WINDOW_SECONDS, Math.max(1, seconds))
  }
  return 60
}

export type Headers = Readonly<Record<string, string | number | undefined>>

/** An HTTP answer of GitHub, as far as faults need it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly url: string
  readonly data: unknown
}

interface OctokitError extends Error {
  readonly request: unknown
  readonly response?: unknown
}

function isOctokits(error: unknown): error is OctokitError {
  return error instanceof Error && 'request' in error
}

/** Returns the answer inside an error of Octokit; null when there was none, or for other errors. */
export function answerOf(error: unknown): Answer | null {
  if (!isOctokits(error)) return null
  const { response } = error
  if (typeof response !== 'object' || response === null || !('status' in response)) return null
  const { status, headers, url, data } = response as Partial<Answer>
  return { status: Number(status), headers: headers ?? {}, url: url ?? '', data }
}

/**
 * Returns whether an answer reports a rate limit; GraphQL does that with status 200 (GH-155).
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function isLimit({ status, headers, data }: Pick<Answer, 'status' | 'headers' | 'data'>): boolean {
  if (status === 429) return true
  if (status === 200) return errorsIn(data).some(isLimitError)
  if (status !== 403) return false
  return (
    headers['retry-after'] !== undefined ||
    String(headers['x-ratelimit-remaining']) === '0' ||
    /rate limit|abuse detection/i.test(saidIn(data))
  )
}

/** Returns whether a GraphQL error reports a rate limit. */
export function isLimitError({
  type,
  message = '',
}: {
  readonly type?: string
  readonly message?: string
}): boolean {
  return type === 'RATE_LIMITED' || /rate limit/i.test(message)
}

function errorsIn(data: unknown): readonly { readonly type?: string; readonly message?: string }[] {
  const errors = typeof data === 'object' && data !== null && 'errors' in data ? data.errors : null
  return Array.isArray(errors) ? errors.filter((error) => typeof error === 'object' && error !== null) : []
}

function saidIn(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'message' in data) {
    const errors = 'errors' in data ? `: ${JSON.stringify(data.errors)}` : ''
    return oneLine(`${data.message}${errors}`)
  }
  // A proxy's page, or half an answer.
  return 'and not in its own words'
}

/** Returns a text in one line of at most 300 characters: some answers quote the whole request. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
