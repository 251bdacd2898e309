import { priceOf } from '@rfc-alignment/emulator/graphql/cost.ts'
import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import type { LoggedRequest } from '@rfc-alignment/emulator/requests.ts'
import { parse } from 'graphql'

/** What something costs at GitHub. */
export interface Cost {
  /** Calls that read, of any kind. */
  readonly reads: number
  /** GraphQL points, by GitHub's published formula. */
  readonly points: number
  readonly writes: number
}

/** Measures what the App asks of GitHub until `act` is over; of REST calls only those that `isCounted`. */
export async function costOf(
  github: LocalGitHub,
  act: () => Promise<unknown>,
  isCounted: (request: LoggedRequest) => boolean = () => true,
): Promise<Cost> {
  let points = 0
  const stop = github.onRequest(({ path, body }) => {
    if (path !== '/graphql') return
    const { query, variables } = body as { query: string; variables: Record<string, unknown> }
    const document = parse(query)
    const [operation] = document.definitions.filter((each) => each.kind === 'OperationDefinition')
    if (operation?.operation === 'query') points += priceOf(document, operation, variables).cost
  })
  const from = github.requests.length
  await act()
  stop()
  const asked = github.requests.slice(from).filter(isCounted)
  const count = (kind: string) => asked.filter((request) => request.kind === kind).length
  return { reads: count('read'), points, writes: count('write') }
}
