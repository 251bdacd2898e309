import type { Scene } from '../playground/scene.ts'
import { rfc } from '../test/rfc-text.ts'
import type { Figure } from './figure.ts'
import { openHouse } from './house.ts'

type Act = readonly [
  what: string,
  act: (scene: Scene) => Promise<unknown>,
  budget: { reads: number; writes: number },
]

const ACTS: readonly Act[] = [
  ['a comment', (scene) => scene.says('eve', 'I have read it.'), { reads: 2, writes: 0 }],
  ['a commitment', (scene) => scene.says('ada', '/commit'), { reads: 2, writes: 3 }],
  ['an objection', (scene) => scene.says('linus', '/object who pays?'), { reads: 2, writes: 4 }],
  [
    'a push',
    (scene) => scene.pushes('author', { 'rfcs/0001.md': rfc(['ada', 'linus', 'grace'], 'Bill hourly.') }),
    { reads: 3, writes: 2 },
  ],
]

/** How often GitHub is asked for one event of each kind; lists that fit one page, nothing to be read back. */
export async function benchCalls(): Promise<readonly Figure[]> {
  const house = await openHouse('PGlite')
  const { github } = house.stage
  const [scene] = await house.open(1)
  if (!scene) throw new Error('no RFC was opened')
  const figures: Figure[] = []
  for (const [what, act, budget] of ACTS) {
    const from = github.requests.length
    await act(scene)
    await house.settled()
    const asked = github.requests.slice(from)
    const count = (kind: string) => asked.filter((request) => request.kind === kind).length
    figures.push(
      {
        what: `calls for ${what}: reads`,
        value: count('read'),
        unit: 'calls',
        budget: budget.reads,
      },
      {
        what: `calls for ${what}: writes`,
        value: count('write'),
        unit: 'calls',
        budget: budget.writes,
      },
    )
  }
  await house.close()
  return figures
}
