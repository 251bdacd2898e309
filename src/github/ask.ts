import type { Octokit } from '@octokit/rest'
import type { Timestamp } from '../facts/ids.ts'
import { wholeSecond } from '../facts/time.ts'
import type { Document } from './documents.ts'
import {
  doing,
  GitHubFault,
  type GraphQLProblem,
  type Headers,
  isLimitError,
  oneLine,
  RateLimited,
  secondsToWait,
} from './faults.ts'
import { type HiddenFields, hiddenIn, withoutHidden } from './hidden-fields.ts'
import { isNullAnswer, type NullFieldName } from './null-fields.ts'

export interface GraphQLAnswer<Data> {
  readonly data: Data
  /** When GitHub answered, by its clock. */
  readonly at: Timestamp
  /** When it was asked, by that clock: what it answered is no older. */
  readonly askedAt: Timestamp
  /** Errors returned with the data that are answers (`null-fields.ts`). */
  readonly answers: readonly GraphQLProblem[]
}

/** The GraphQL API answered with errors. */
export class GraphQLErrors extends GitHubFault {
  override readonly name = 'GraphQLErrors'
  readonly problems: readonly GraphQLProblem[]

  constructor(message: string, problems: readonly GraphQLProblem[]) {
    super(message, 200)
    this.problems = problems
  }
}

interface Question<Answer, Variables> {
  /** What is asked; whatever comes from people goes into the variables. */
  readonly document: Document<Answer, Variables>
  readonly variables: NoInfer<Variables>
  /** Follows "could not" in messages. */
  readonly what: string
  /** The fields it reads that GitHub may answer with null and an error; any other error fails the read (V6). */
  readonly mayBeNull?: readonly NullFieldName[]
  /** What is hidden from the installation: parts of the text that are marked so are left out. */
  readonly hidden?: HiddenFields
}

/**
 * Asks GitHub's GraphQL API. Throws a `GitHubFault` unless the answer is complete: nothing is concluded from a partial
 * one (V6). Parts that GitHub hides from the installation are left out, and asked for again after a while (GH-32).
 */
export async function ask<Answer, Variables>(
  octokit: Octokit,
  question: Question<Answer, Variables>,
): Promise<GraphQLAnswer<Answer>> {
  const { hidden, document } = question
  if (!hidden) return askFor(octokit, question, document.text)
  const text = withoutHidden(document.text, hidden)
  try {
    return await askFor(octokit, question, text)
  } catch (error) {
    const fields = error instanceof GraphQLErrors ? hiddenIn(error.problems, text) : []
    if (fields.length === 0) throw error
    hidden.note(fields)
    return askFor(octokit, question, withoutHidden(text, hidden))
  }
}

async function askFor<Answer, Variables>(
  octokit: Octokit,
  { variables, what, mayBeNull = [] }: Question<Answer, Variables>,
  text: string,
): Promise<GraphQLAnswer<Answer>> {
  return doing(what, async () => {
    const started = performance.now()
    const response = await octokit.request({
      method: 'POST',
      url: graphqlUrl(octokit),
      query: text,
      variables,
    })
    const headers: Headers = response.headers
    const { data, errors } = response.data as Body<Answer>
    const answers = (errors ?? []).filter((problem) => isNullAnswer(problem, mayBeNull))
    const problems = (errors ?? []).filter((problem) => !answers.includes(problem))
    if (problems.length > 0) throw faultIn(problems, headers, what)
    if (data === undefined || data === null)
      throw new GitHubFault(`could not ${what}: the answer is empty`, 200)
    if (!headers.date) throw new GitHubFault(`could not ${what}: the answer has no date`, 200)
    const answered = Date.parse(String(headers.date))
    const asked = new Date(answered - (performance.now() - started))
    return { data, at: wholeSecond(String(headers.date)), askedAt: wholeSecond(asked.toISOString()), answers }
  })
}

interface Body<Data> {
  readonly data?: Data | null
  readonly errors?: readonly GraphQLProblem[] | null
}

/** On GitHub Enterprise Server the GraphQL endpoint is next to the REST API (`/api/graphql`), not below it. */
function graphqlUrl(octokit: Octokit): string {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS
  return /\/api\/v3\/?$/.test(baseUrl) ? baseUrl.replace(/\/api\/v3\/?$/, '/api/graphql') : '/graphql'
}

function faultIn(problems: readonly GraphQLProblem[], headers: Headers, what: string): GitHubFault {
  const said = oneLine(problems.map(({ message }) => message).join('; '))
  const message = `could not ${what}: GitHub answered with errors (${said})`
  return problems.some(isLimitError)
    ? new RateLimited(message, 200, secondsToWait(headers))
    : new GraphQLErrors(message, problems)
}
