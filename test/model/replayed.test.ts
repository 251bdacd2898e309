import { describe, expect, it } from 'vitest'
import { planShape } from './plan.ts'
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

describe('a history in a file', () => {
  const history = (does: object) => ({ first: { names: 'ada', look: 'plain' }, steps: [{ does }] })

  it('leaves out what is as usual', () => {
    expect(planShape.parse(history({ act: 'ready' }))).toEqual({
      isDraft: false,
      isOnBase: false,
      first: { names: 'ada', look: 'plain' },
      description: null,
      steps: [{ wait: 60, does: { act: 'ready' } }],
    })
  })

  it.each([
    ['an act that nobody knows', { act: 'redy' }],
    ['a part that the act does not have', { act: 'ready', isLost: true }],
    ['a look that no document has', { act: 'push', to: { names: 'ada', look: 'plane' } }],
  ])('is rejected for %s', (_, does) => {
    expect(planShape.safeParse(history(does)).success).toBe(false)
  })
})
