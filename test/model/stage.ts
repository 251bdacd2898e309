import { afterAll, beforeAll } from 'vitest'
import { openStage, type Stage } from '../../playground/stage.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'

/** Opens one stage with a database of its own for all histories of a test file. Returns a function that returns it. */
export function modelStage(): () => Stage {
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
  return () => stage
}
