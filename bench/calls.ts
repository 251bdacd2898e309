import { openScene, type Scene } from '../playground/scene.ts'
import { type Cost, costOf } from '../test/dialogues/cost-of.ts'
import { rfc } from '../test/rfc-text.ts'
import type { Figure } from './figure.ts'
import { EMBEDDED, openHouse } from './house.ts'

type Act = readonly [what: string, act: (scene: Scene) => Promise<unknown>, budget: Cost]

const RFC: readonly Act[] = [
  ['a comment', (scene) => scene.says('eve', 'I have read it.'), { reads: 1, points: 3, writes: 0 }],
  ['a commitment', (scene) => scene.says('ada', '/commit'), { reads: 1, points: 3, writes: 3 }],
  ['an objection', (scene) => scene.says('linus', '/object who pays?'), { reads: 1, points: 3, writes: 4 }],
  [
    'a push',
    (scene) => scene.pushes('author', { 'rfcs/0001.md': rfc(['ada', 'linus', 'grace'], 'Bill hourly.') }),
    { reads: 2, points: 3, writes: 2 },
  ],
]

const NO_RFC: readonly Act[] = [
  ['a comment, no RFC', (scene) => scene.says('eve', 'I have read it.'), { reads: 1, points: 1, writes: 0 }],
  [
    'a push, no RFC',
    (scene) => scene.pushes('author', { 'src/b.ts': 'export {}\n' }),
    { reads: 1, points: 1, writes: 1 },
  ],
]

/** How often GitHub is asked for one event of each kind; lists that fit one page, nothing to be read back. */
export async function benchCalls(): Promise<readonly Figure[]> {
  const house = await openHouse(EMBEDDED)
  const { github } = house.stage
  const [scene] = await house.open(1)
  if (!scene) throw new Error('no RFC was opened')
  const other = openScene({ ...house.stage, settled: house.settled }, 'code')
  await other.opens('author', { 'src/a.ts': 'export {}\n' })
  const figures: Figure[] = []
  for (const [on, acts] of [
    [scene, RFC],
    [other, NO_RFC],
  ] as const) {
    for (const [what, act, budget] of acts) {
      const cost = await costOf(github, async () => {
        await act(on)
        await house.settled()
      })
      for (const [part, unit] of [
        ['reads', 'calls'],
        ['points', 'points'],
        ['writes', 'calls'],
      ] as const)
        figures.push({ what: `cost of ${what}: ${part}`, value: cost[part], unit, budget: budget[part] })
    }
  }
  await house.close()
  return figures
}
