import { pino } from 'pino'
import { type GitHub, openGitHub } from '../../src/github/open-github.ts'
import type { LocalGitHub } from '../../src/playground/github/local-github.ts'
import type { PullRequest, Repository } from '../../src/playground/github/world/state.ts'
import type { PullRequestReference } from '../../src/domain/reference.ts'
import { APP_ID, PRIVATE_KEY } from '../playground/stage.ts'

/** The room under test, speaking to a local GitHub. */
export function roomFor(github: LocalGitHub): GitHub {
  return openGitHub({
    restUrl: `${github.origin}/api/v3`,
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    log: pino({ level: 'silent' }),
  })
}

/** The reference that a webhook would have given. */
export function referenceTo(
  github: LocalGitHub,
  repository: Repository,
  pull: Pick<PullRequest, 'number'>,
): PullRequestReference {
  const [installation] = github.world.state.installations.values()
  return {
    kind: 'pull-request',
    installationId: installation!.id,
    repositoryId: repository.id,
    owner: github.login(repository.ownerId),
    repo: repository.name,
    number: pull.number,
  }
}

/** What the room asked for since the last call, tokens left out: `POST /graphql`. */
export function callsTo(github: LocalGitHub): readonly string[] {
  const calls = github.requests.filter(({ kind }) => kind !== 'token')
  github.requests.length = 0
  return calls.map(({ method, path }) => `${method} ${path}`)
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
