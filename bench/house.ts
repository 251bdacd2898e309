import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openScene, type Scene } from '../playground/scene.ts'
import { openStage, type Stage } from '../playground/stage.ts'
import { type ServerProcess, startProcess } from '../test/chaos/process.ts'
import { rfc } from '../test/rfc-text.ts'
import { startPostgres } from '../test/store/postgres.ts'
import type { Answers, Load } from './post.ts'

const POST = fileURLToPath(new URL('post.ts', import.meta.url))
const FILE = 'rfcs/0001.md'

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

export const DATABASES = ['SQLite', 'PostgreSQL'] as const

/** Opens a house on one of the databases. */
export async function openHouse(database: (typeof DATABASES)[number]): Promise<House> {
  const postgres = database === 'PostgreSQL' ? await startPostgres() : undefined
  const stage = await openStage(postgres ? { databaseUrl: postgres.url } : {})
  await stage.server.stop()
  const environment = { ...stage.environment, PORT: '0' }
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
    },
  }
  return house
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

/** One comment's webhook for each pull request, to be sent again and again. */
export async function messagesFor(
  scenes: readonly Scene[],
  { stage, settled }: House,
): Promise<Load['messages']> {
  const { github } = stage
  const from = github.deliveries.length
  for (const scene of scenes) github.comment(scene.pull(), 'eve', 'I have read it.')
  await settled()
  return github.deliveries
    .slice(from)
    .filter(({ event, action }) => event === 'issue_comment' && action === 'created')
    .map(({ headers, body }) => ({ headers, body }))
}
