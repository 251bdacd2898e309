import type { LocalGitHub } from '@rfc-alignment/emulator/local-github.ts'
import { APP_ID, aPullRequest, PRIVATE_KEY } from '@rfc-alignment/emulator/test/stage.ts'
import type { PullRequest, Repository } from '@rfc-alignment/emulator/world/state.ts'
import { pino } from 'pino'
import type { PullRequestReference } from '../../src/facts/reference.ts'
import { type MissingInputs, NOTHING_NEEDED } from '../../src/facts/inputs.ts'
import { type ClientOptions, type Clients, createClients } from '../../src/github/clients.ts'
import { type GitHub, openGitHub } from '../../src/github/open-github.ts'

/** A pull request that was read; `more` reads what else is needed, `read` reads it anew. */
export async function aReading(options: Parameters<typeof aPullRequest>[0] = {}) {
  const world = await aPullRequest(options)
  const room = roomFor(world.github)
  const reference = referenceTo(world.github, world.repository, world.pull)
  const read = async () => {
    const facts = await room.readPullRequest(reference)
    if (!facts) throw new Error('there is no such pull request')
    return facts
  }
  const facts = await read()
  callsTo(world.github)
  const more = (missingInputs: Partial<MissingInputs>) =>
    room.readMore(reference, facts, { ...NOTHING_NEEDED, ...missingInputs })
  return { ...world, room, reference, facts, read, more }
}

/** Bends every answer on its way. */
// biome-ignore lint/suspicious/noExplicitAny: answers have every shape
export function bend(github: LocalGitHub, how: (body: any) => void): void {
  github.onRequest(() => ({
    alter: ({ status, body }) => {
      const bent = structuredClone(body)
      how(bent)
      return { status, body: bent }
    },
  }))
}

/** The room under test, speaking to a local GitHub. */
export function roomFor(github: LocalGitHub): GitHub {
  return openGitHub(optionsFor(github))
}

/** The clients alone, for a part of the room. */
export function clientsFor(github: LocalGitHub): Clients {
  return createClients(optionsFor(github))
}

function optionsFor({ origin }: LocalGitHub): ClientOptions {
  return {
    restUrl: `${origin}/api/v3`,
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    log: pino({ level: 'silent' }),
  }
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
