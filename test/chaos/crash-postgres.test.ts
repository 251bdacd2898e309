import { expect, it } from 'vitest'
import { startPostgres } from '../store/postgres.ts'
import { openChaosStage } from './chaos-stage.ts'
import { KILLS, PATIENCE } from './kills.ts'
import { playChaos } from './play-chaos.ts'

it(
  'a killed server leaves its work to another one on the same PostgreSQL (TH-1–TH-4)',
  PATIENCE,
  async () => {
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
    expect(report).toMatchObject({ kills: KILLS, faults: [], duplicates: [], ledgers: { faults: [] } })
    expect(report.ledgers.compared).toBeGreaterThan(50)
  },
)
