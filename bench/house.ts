import { fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sign } from '@rfc-alignment/emulator/webhooks/signature.ts'
import { openScene, type Scene } from '../playground/scene.ts'
import { openStage, type Stage } from '../playground/stage.ts'
import { type ServerProcess, startProcess } from '../test/chaos/process.ts'
import { rfc } from '../test/rfc-text.ts'
import { startPostgres } from '../test/store/postgres.ts'
import { type Figure, medians } from './figure.ts'
import type { Answers, Load, Message } from './post.ts'

const POST = fileURLToPath(new URL('post.ts', import.meta.url))
const FILE = 'rfcs/0001.md'
const ROUNDS = 3

/** A server in a process of its own beside a local GitHub in this one, as far apart as one machine allows. */
export interface House {
  readonly stage: Stage
  server: ServerProcess
  /** Ends the server as a power cut does, and starts another on the same database. Gives the milliseconds to ready. */
  readonly restart: () => Promise<number>
  /** Resolves when GitHub has sent all, and the server has done all. */
  readonly settled: () => Promise<void>
  /** Opens so many RFCs, each in a repository of its own name; resolves when all have their check. */
  readonly open: (count: number) => Promise<readonly Scene[]>
  readonly close: () => Promise<void>
}

/** The embedded database, by its name. */
export const EMBEDDED = 'SQLite'
export const DATABASES = [EMBEDDED, 'PostgreSQL'] as const
export type DatabaseName = (typeof DATABASES)[number]

/** Opens a house on one of the databases. */
export async function openHouse(database: DatabaseName): Promise<House> {
  const postgres = database === 'PostgreSQL' ? await startPostgres() : undefined
  const stage = await openStage(postgres ? { databaseUrl: postgres.url } : {})
  await stage.server.stop()
  const environment = { ...stage.environment, PORT: '0' }
  const { DATA_DIR } = stage.environment
  const server = await startProcess(environment)
  stage.github.deliverTo(server.webhookUrl)
  let scenes = 0
  const house: House = {
    stage,
    server,
    restart: async () => {
      house.server.kill()
      await house.server.died
      const began = performance.now()
      house.server = await startProcess(environment)
      stage.github.deliverTo(house.server.webhookUrl)
      return performance.now() - began
    },
    settled: async () => {
      let before: number
      do {
        before = stage.github.deliveries.length
        await stage.github.idle()
        await house.server.idle()
      } while (stage.github.deliveries.length !== before)
    },
    open: async (count) => {
      const opened: Scene[] = []
      for (let index = 0; index < count; index++) {
        const scene = openScene({ ...stage, settled: async () => {} }, `rfcs-${++scenes}`)
        await scene.opens('author', { [FILE]: rfc(['ada', 'linus', 'grace']) })
        opened.push(scene)
      }
      await house.settled()
      return opened
    },
    close: async () => {
      house.server.kill()
      await house.server.died
      await stage.github.close()
      await postgres?.stop()
      if (DATA_DIR !== undefined) await rm(dirname(DATA_DIR), { recursive: true, force: true })
    },
  }
  return house
}

export interface Turns {
  readonly databases?: readonly DatabaseName[]
  readonly rounds?: number
}

/**
 * Measures on each database in rounds, in which they take turns on one machine. Returns the median of the rounds for
 * each figure.
 */
export async function inTurns(
  { databases = DATABASES, rounds = ROUNDS }: Turns,
  measure: (house: House, database: DatabaseName) => Promise<readonly Figure[]>,
  warm: (house: House) => Promise<unknown> = async () => {},
): Promise<readonly Figure[]> {
  const houses: [DatabaseName, House][] = []
  for (const database of databases) houses.push([database, await openHouse(database)])
  for (const [, house] of houses) await warm(house)
  const figures: Figure[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [database, house] of houses) figures.push(...(await measure(house, database)))
  }
  for (const [, house] of houses) await house.close()
  return medians(figures)
}

/** Posts from a process of its own. */
export async function post(load: Load): Promise<Answers> {
  const child = fork(POST)
  const answers = new Promise<Answers>((resolve) =>
    child.once('message', resolve as (answers: Answers) => void),
  )
  child.send(load)
  return answers
}

/** What is sent again and again as load: of posts without a command only a few ask for an evaluation. */
export const COMMITMENT = [['ada', '/commit']] as const

/** GitHub's own examples of `issue_comment` have 10 to 14 KB; the local GitHub leaves out what the App does not read. */
const WEBHOOK_BYTES = 13_000

/**
 * Says all of it in every RFC, and keeps the webhooks back: those of what was said first come first. They are as large
 * as GitHub's.
 */
export async function messagesOf(
  { stage: { github, environment } }: House,
  scenes: readonly Scene[],
  said: readonly (readonly [who: string, text: string])[],
): Promise<readonly Message[]> {
  const messages: Message[] = []
  const stop = github.onDelivery(({ headers, body }) => {
    const full = enlarged(body)
    const signature = sign(environment.WEBHOOK_SECRET ?? '', full)
    messages.push({ headers: { ...headers, 'x-hub-signature-256': signature }, body: full })
    return 'never made'
  })
  for (const [who, text] of said) {
    github.clock.advance(2)
    for (const scene of scenes) github.comment(scene.pull(), who, text)
  }
  await github.idle()
  stop()
  return messages
}

/** With addresses, which are most of what GitHub sends. */
function enlarged(body: string): string {
  const address = 'https://api.github.com/repos/acme/rfcs/comments{/number}'
  const addresses = Array.from({ length: Math.ceil((WEBHOOK_BYTES - body.length) / (address.length + 3)) })
  return JSON.stringify({ ...JSON.parse(body), addresses: addresses.fill(address) })
}
