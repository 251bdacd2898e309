import { describe, expect, it } from 'vitest'
import { WAITING } from './in-force.ts'
import { planShape } from './plan.ts'
import { newTally, play } from './play.ts'
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

  // Where they agree now, the sentence is in force: take it out of NOT_IN_FORCE, and waitsFor out of the file.
  it.each(REPLAYED.filter(({ waitsFor }) => waitsFor.length > 0))(
    'and which the whole rules would not allow, for the App does not keep $waitsFor: $name',
    async ({ plan, waitsFor }) => {
      const others = new Set([...WAITING].filter((sentence) => !waitsFor.includes(sentence)))
      expect(await play(stage(), [plan], newTally(), others)).toHaveLength(1)
    },
  )
})

it.each([...WAITING])('a history shows what the App does not keep of %s', (sentence) => {
  expect(REPLAYED.map(({ waitsFor }) => waitsFor)).toContainEqual([sentence])
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
