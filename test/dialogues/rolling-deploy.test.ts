import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openScene, type Scene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { RULES } from '../../src/pipeline/rules-version.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { recall } from '../../src/store/memory-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { rfc } from '../rfc-text.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'
import { said, UNHURRIED } from './stages.ts'

let postgres: TestPostgres
let stage: Stage
let newer: Server | undefined

beforeAll(async () => {
  postgres = await startPostgres()
  stage = await openStage({ server: UNHURRIED, databaseUrl: postgres.url })
})

afterEach(async () => {
  await newer?.stop()
  newer = undefined
})

afterAll(async () => {
  await stage.close()
  await postgres.stop()
})

/** A server of the next version, on the same database and GitHub. */
async function deployNewer(): Promise<Server> {
  const options = { ...UNHURRIED, rules: RULES + 1 }
  newer = await startServer(readSettings(stage.environment), pino({ level: 'silent' }), options)
  await newer.idle()
  return newer
}

/** The rules a pull request was last judged by. */
async function rulesOf(story: Scene): Promise<unknown> {
  const { repositoryId, number } = story.pull()
  await newer?.idle()
  const database = await openDatabase(readSettings(stage.environment).database)
  try {
    const memory = await recall(database, `${repositoryId}/${number}`)
    return (memory as { rules?: unknown } | null)?.rules
  } finally {
    await database.close()
  }
}

it('while a newer version runs beside an older one, every success is the newer one’s (TH-28)', async () => {
  await deployNewer()
  for (let count = 0; count < 5; count++) {
    const story = openScene(stage, `beside-${count}`)
    await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
    await story.says('ada', '/commit')
    await stage.settled()
    expect(said(story)).toMatch(/^success/)
    expect(await rulesOf(story)).toBe(RULES + 1)
  }
})

it('a version that was rolled back no longer affects others (TH-28)', async () => {
  const server = await deployNewer()
  await server.stop()
  newer = undefined
  const story = openScene(stage, 'rolled-back')
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
  await story.says('ada', '/commit')
  expect(said(story)).toMatch(/^success/)
  expect(await rulesOf(story)).toBe(RULES)
})

it('newer rules evaluate again what older ones evaluated (TH-28)', async () => {
  const story = openScene(stage, 'judged-before')
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
  await story.says('ada', '/commit')
  expect(await rulesOf(story)).toBe(RULES)
  await stage.server.reconcile()
  const server = await deployNewer()
  // The older server may take the evaluation first, for it writes no new success; the next reconciliation finds that.
  const reconciled = async () => {
    await server.reconcile()
    await stage.settled()
    return rulesOf(story)
  }
  await expect.poll(reconciled).toBe(RULES + 1)
  expect(said(story)).toMatch(/^success/)
})
