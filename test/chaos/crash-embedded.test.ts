import { expect, it } from 'vitest'
import { openChaosStage } from './chaos-stage.ts'
import { KILLS, PATIENCE } from './kills.ts'
import { playChaos } from './play-chaos.ts'

it(
  'a killed server with the embedded database loses nothing it has taken and makes nothing twice (TH-1–TH-4)',
  PATIENCE,
  async () => {
    const stage = await openChaosStage({ servers: 1 })
    const report = await playChaos(stage, { kills: KILLS, seed: 1, atOnce: 6, mostSteps: 5 })
    await stage.close()
    expect(report).toMatchObject({ kills: KILLS, faults: [], duplicates: [], ledgers: { faults: [] } })
    expect(report.ledgers.compared).toBeGreaterThan(50)
  },
)
