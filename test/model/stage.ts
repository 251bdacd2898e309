import { afterAll, beforeAll } from 'vitest'
import { type ModelStage, openModelStage } from './open-stage.ts'

/** Opens one stage for all histories of a test file. Returns a function that returns it. */
export function modelStage(): () => ModelStage {
  let stage: ModelStage
  beforeAll(async () => {
    stage = await openModelStage()
  })
  afterAll(() => stage?.close())
  return () => stage
}
