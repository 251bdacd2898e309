import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openScene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { rfc } from '../rfc-text.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'
import { said, UNHURRIED } from './stages.ts'

let postgres: TestPostgres
let stage: Stage
let second: Server

beforeAll(async () => {
  postgres = await startPostgres()
  stage = await openStage({ server: UNHURRIED, databaseUrl: postgres.url })
  second = await startServer(readSettings(stage.environment), pino({ level: 'silent' }), UNHURRIED)
  await second.idle()
})

afterAll(async () => {
  await second.stop()
  await stage.close()
  await postgres.stop()
})

it('several servers on one PostgreSQL do not reconcile at the same time, and lose no finding', async () => {
  const { github, server } = stage
  const story = openScene(stage, 'shared')
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
  github.clock.advance(60)
  github.quietly(() => github.comment(story.pull(), 'ada', '/commit'))
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let reconciliations = 0
  const stop = github.onRequest(async ({ path }) => {
    if (!path.startsWith('/app/installations?')) return
    reconciliations += 1
    begun.resolve()
    await held.promise
  })
  const underWay = server.reconcile()
  await begun.promise
  expect(await second.reconcile()).toBe('under way elsewhere')
  expect(reconciliations).toBe(1)
  held.resolve()
  expect(await underWay).toBe('done')
  stop()
  await stage.settled()
  expect(said(story)).toMatch(/^success/)
})

it('a redelivery that both servers could request is requested once', async () => {
  const { github, server } = stage
  const story = openScene(stage, 'asked-once')
  await story.opens('author', { 'rfcs/0001.md': rfc(['ada']) })
  const restore = github.onDelivery(({ event }) => (event === 'issue_comment' ? 'lose' : undefined))
  await story.says('ada', '/commit')
  restore()
  await Promise.all([server.redeliver(), second.redeliver()])
  await stage.settled()
  await second.idle()
  expect(said(story)).toMatch(/^success/)
  const { guid } = github.deliveries.findLast(({ redelivery }) => redelivery)!
  expect(github.deliveries.filter((each) => each.guid === guid)).toHaveLength(2)
})
