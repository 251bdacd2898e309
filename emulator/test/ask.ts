import { client } from './stage.ts'

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is whatever the query asks for
  readonly data: any
  readonly errors?: readonly { message: string; type?: string; path?: unknown }[]
}

/** The whole answer, errors and partial data alike: Octokit throws on any error, with the answer inside. */
export async function ask(
  github: Parameters<typeof client>[0],
  query: string,
  variables: object = {},
): Promise<Answer> {
  try {
    return { data: await client(github).graphql(query, { ...variables }) }
  } catch (error) {
    if (error instanceof Error && error.name === 'GraphqlResponseError' && 'response' in error) {
      return error.response as Answer
    }
    throw error
  }
}
