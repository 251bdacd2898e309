import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openScene } from '../../playground/scene.ts'
import { openStage, type Stage } from '../../playground/stage.ts'
import { rfc } from '../rfc-text.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'
import { UNHURRIED } from './stages.ts'

describe('a lost database connection', () => {
  let postgres: TestPostgres
  let stage: Stage
  beforeAll(async () => {
    postgres = await startPostgres()
    stage = await openStage({
      databaseUrl: postgres.url,
      server: UNHURRIED,
      environment: { PUBLIC_BOARD: 'on' },
    })
  })
  afterAll(async () => {
    await stage.close()
  })

  it('is answered with 503 and a message on the page', async () => {
    const play = openScene(stage, 'plans')
    await play.opens('author', { 'rfcs/0001-a.md': rfc(['ada']) })
    const get = async (path: string) => {
      const answer = await fetch(`${stage.server.url}${path}`, { redirect: 'manual' })
      return [answer.status, await answer.text()] as const
    }
    expect((await get('/'))[0]).toBe(200)
    await postgres.stop()
    for (const path of ['/', '/decisions.csv', '/rfcs/acme/plans/1', '/sign-in'])
      expect([path, ...(await get(path))]).toEqual([
        path,
        503,
        "The database can't be reached or written to. Try again in a minute.\n",
      ])
    expect((await get('/readyz'))[0]).toBe(503)
    expect((await get('/healthz'))[0]).toBe(200)
    const last = stage.github.deliveries.findLast(({ action }) => action === 'opened')
    const again = { method: 'POST', headers: last?.headers ?? {}, body: last?.body ?? '' }
    const told = await fetch(stage.server.webhookUrl, again)
    expect([told.status, await told.text()]).toEqual([
      503,
      'The delivery could not be stored; deliver it again later.\n',
    ])
  })
})
