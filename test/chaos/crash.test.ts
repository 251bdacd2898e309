import { describe, expect, it } from 'vitest'
import { startPostgres } from '../store/postgres.ts'
import { openChaosStage } from './chaos-stage.ts'
import { playChaos } from './play-chaos.ts'

/** A short form of `npm run test:crash`; the places of killing come in turn, so that each is met. */
const KILLS = 10
const PATIENCE = { timeout: 600_000 }

describe('a server that is killed again and again', () => {
  it(
    'loses nothing it has taken and makes nothing twice, with the embedded database (TH-1–TH-4)',
    PATIENCE,
    async () => {
      const stage = await openChaosStage({ servers: 1 })
      const report = await playChaos(stage, { kills: KILLS, seed: 1, atOnce: 6, mostSteps: 5 })
      await stage.close()
      expect(report).toMatchObject({ kills: KILLS, faults: [], duplicates: [] })
    },
  )

  it('leaves its work to the others where several share a PostgreSQL (TH-1–TH-4)', PATIENCE, async () => {
    const postgres = await startPostgres()
    const stage = await openChaosStage({ servers: 2, databaseUrl: postgres.url })
    const report = await playChaos(stage, {
      kills: KILLS,
      seed: 2,
      atOnce: 6,
      mostSteps: 5,
      firstPlace: KILLS,
    })
    await stage.close()
    await postgres.stop()
    expect(report).toMatchObject({ kills: KILLS, faults: [], duplicates: [] })
  })
})
