import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from '../../playground/stage.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'
import { plans } from './generate.ts'
import { newTally, play } from './play.ts'
import { REPLAYED } from './replayed.ts'
import { shorten, shown } from './shorten.ts'

/** How many histories every test run plays; `long-run.ts` plays as many as one likes. */
const HISTORIES = 300
const AT_ONCE = 30
/** The same ones every time, so that the gate is the same for everybody; `long-run.ts` draws others. */
const SEED = 20261124
const PATIENCE = { timeout: 600_000 }

let postgres: TestPostgres
let stage: Stage

beforeAll(async () => {
  postgres = await startPostgres()
  stage = await openStage({ server: { backoffSeconds: () => 0 }, databaseUrl: postgres.url })
})

afterAll(async () => {
  await stage?.close()
  await postgres?.stop()
})

describe('whatever people do, the check', () => {
  const drawn = fc.sample(plans, { numRuns: HISTORIES, seed: SEED })

  it(
    'is the one a second, plain statement of the rules expects, and never green without its grant',
    PATIENCE,
    async () => {
      const tally = newTally()
      for (let at = 0; at < drawn.length; at += AT_ONCE) {
        const [found] = await play(stage, drawn.slice(at, at + AT_ONCE), tally)
        expect(found && shown(await shorten(stage, found))).toBeUndefined()
      }
      // Histories that never reach a green prove nothing of it.
      expect(tally.expected.get('success')).toBeGreaterThan(HISTORIES / 3)
    },
  )

  for (const { name, plan } of REPLAYED) {
    it(`is right where it once was in doubt: ${name}`, async () => {
      expect((await play(stage, [plan])).map(shown)).toEqual([])
    })
  }
})
