import type { Figure } from './figure.ts'
import { EMBEDDED, type House, openHouse } from './house.ts'

const COMMENTS = [100, 1_000, 3_000] as const
const REPOSITORIES = 10_000
const RFCS = 1_000

/** How cost grows: with the comments of one pull request, and with an organisation, at its start and in later rounds. */
export async function benchGrowth(): Promise<readonly Figure[]> {
  const house = await openHouse(EMBEDDED)
  const figures: Figure[] = []
  for (const comments of COMMENTS) figures.push(...(await commented(house, comments)))
  await house.close()
  return [...figures, ...(await organisation())]
}

async function commented(house: House, comments: number): Promise<readonly Figure[]> {
  const { github } = house.stage
  const [scene] = await house.open(1)
  if (!scene) throw new Error('no RFC was opened')
  github.quietly(() => {
    for (let index = 0; index < comments; index++)
      github.comment(scene.pull(), 'eve', `I read part ${index}.`)
  })
  github.clock.advance(60)
  github.comment(scene.pull(), 'ada', '/object who pays?')
  await house.settled()
  const from = github.requests.length
  const began = performance.now()
  github.clock.advance(60)
  github.comment(scene.pull(), 'ada', '/withdraw')
  await house.settled()
  const seconds = (performance.now() - began) / 1000
  const reads = github.requests.slice(from).filter(({ kind }) => kind === 'read').length
  const what = `one more command after ${comments} comments`
  return [
    { what: `${what}: until all is written`, value: seconds, unit: 's', budget: null },
    { what: `${what}: reads`, value: reads, unit: 'calls', budget: null },
  ]
}

/** Rounds begin at the start: what that costs in an organisation of this size, at first and when nothing has changed. */
async function organisation(): Promise<readonly Figure[]> {
  const house = await openHouse('PostgreSQL')
  const { github } = house.stage
  await house.open(RFCS)
  github.quietly(() => {
    for (let index = RFCS; index < REPOSITORIES; index++) {
      github.createRepository({ owner: 'acme', name: `code-${index}`, files: { 'README.md': '# Code\n' } })
    }
  })
  const what = `${REPOSITORIES} repositories, ${RFCS} open RFCs`
  const figures: Figure[] = []
  for (const when of ['after a restart', 'after another one'] as const) {
    const from = github.requests.length
    const began = performance.now()
    await house.restart()
    await house.settled()
    const asked = github.requests.slice(from)
    const count = (kind: string) => asked.filter((request) => request.kind === kind).length
    figures.push(
      {
        what: `${what}, ${when}: compared in`,
        value: (performance.now() - began) / 1000,
        unit: 's',
        budget: null,
      },
      { what: `${what}, ${when}: reads`, value: count('read'), unit: 'calls', budget: null },
      { what: `${what}, ${when}: writes`, value: count('write'), unit: 'calls', budget: 0 },
    )
  }
  await house.close()
  return figures
}
