import { describe, expect, it } from 'vitest'
import { play } from './play.ts'
import { REPLAYED } from './replayed.ts'
import { shown } from './shorten.ts'
import { modelStage } from './stage.ts'

describe('the check is one that the model allows in a history on which they once disagreed', () => {
  const stage = modelStage()

  for (const { name, plan } of REPLAYED) {
    it(name, async () => {
      expect((await play(stage(), [plan])).map(shown)).toEqual([])
    })
  }
})
