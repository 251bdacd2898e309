import { setTimeout as delay } from 'node:timers/promises'
import type { Scene } from '../playground/scene.ts'
import { arrivalsOf } from './arrivals.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'
import { type DatabaseName, EMBEDDED, type House, inTurns, type Turns } from './house.ts'
import { cpuSecondsOf, processesNamed } from './processes.ts'

const LATENCIES = [0, 20, 100] as const
const COMMANDS = 30
const SUSTAINED = { perSecond: 50, seconds: 60, latency: 20, rfcs: 50 } as const
const BUDGETS = {
  embedded: { checkMs: { 0: 12, 20: 40, 100: 140 }, cpuSeconds: 3.4 },
  server: { checkMs: { 0: 15, 20: 45, 100: 145 }, cpuSeconds: 5, databaseSeconds: 3 },
} as const
/** Every step changes the check, and so do up to five that are answered together. */
const STEPS = [
  ['ada', '/commit'],
  ['linus', '/commit'],
  ['grace', '/commit'],
  ['ada', '/withdraw'],
  ['linus', '/withdraw'],
  ['grace', '/withdraw'],
] as const

/**
 * From a command to the arrival of the check that follows from it, with a GitHub that takes a given time for each call:
 * one command at a time, and fifty a second; and the CPU that those take.
 */
export async function benchCommands({
  seconds = SUSTAINED.seconds,
  ...turns
}: Turns & { readonly seconds?: number } = {}): Promise<readonly Figure[]> {
  return inTurns(
    turns,
    (house, database) => measure(house, database, seconds),
    async (house) => oneAtATime(house, await house.open(10), 0, 60),
  )
}

async function measure(house: House, database: DatabaseName, seconds: number): Promise<Figure[]> {
  const budgets = database === EMBEDDED ? BUDGETS.embedded : BUDGETS.server
  const figures: Figure[] = []
  const scenes = await house.open(SUSTAINED.rfcs)
  for (const latency of LATENCIES) {
    const taken = await oneAtATime(house, scenes, latency, COMMANDS)
    const what = `command to check, ${latency} ms per call (${database})`
    figures.push(
      milliseconds(`${what}, p50`, quantile(taken, 0.5), budgets.checkMs[latency]),
      milliseconds(`${what}, p99`, quantile(taken, 0.99)),
    )
  }
  const { taken, server, postgres } = await sustained(house, scenes, seconds)
  const what = `${SUSTAINED.perSecond} commands/s, ${SUSTAINED.latency} ms per call (${database})`
  const perThousand = 1_000 / taken.length
  figures.push(
    milliseconds(`${what}, p50`, quantile(taken, 0.5), 80),
    milliseconds(`${what}, p99`, quantile(taken, 0.99), 250),
    {
      what: `${what}, CPU of 1,000`,
      value: server * perThousand,
      unit: 's',
      budget: budgets.cpuSeconds,
    },
  )
  if ('databaseSeconds' in budgets) {
    const value = postgres * perThousand
    figures.push({ what: `${what}, CPU of the database`, value, unit: 's', budget: budgets.databaseSeconds })
  }
  return figures
}

/** Each command is posted when all that followed from the one before is done. */
async function oneAtATime(
  house: House,
  scenes: readonly Scene[],
  latency: number,
  count: number,
): Promise<readonly number[]> {
  const arrivals = arrivalsOf(house.stage.github, latency)
  for (let index = 0; index < count; index++) {
    say(house, scenes, index, arrivals.began)
    await house.settled()
  }
  return arrivals.stop()
}

async function sustained(
  house: House,
  scenes: readonly Scene[],
  seconds: number,
): Promise<{ readonly taken: readonly number[]; readonly server: number; readonly postgres: number }> {
  const arrivals = arrivalsOf(house.stage.github, SUSTAINED.latency)
  const cpu = () => ({
    server: cpuSecondsOf([house.server.pid]),
    postgres: cpuSecondsOf(processesNamed('postgres')),
  })
  const before = cpu()
  const start = performance.now()
  for (let index = 0; index < seconds * SUSTAINED.perSecond; index++) {
    await delay(Math.max(0, start + (index * 1_000) / SUSTAINED.perSecond - performance.now()))
    say(house, scenes, index, arrivals.began)
  }
  await house.settled()
  const after = cpu()
  return {
    taken: arrivals.stop(),
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
  }
}

const said = new WeakMap<Scene, number>()

/** The next step of the RFC whose turn it is. */
function say(
  { stage }: House,
  scenes: readonly Scene[],
  index: number,
  began: (repository: string) => void,
): void {
  const scene = scenes[index % scenes.length]
  if (!scene) throw new Error('no RFC was opened')
  const step = said.get(scene) ?? 0
  said.set(scene, step + 1)
  const [who, text] = STEPS[step % STEPS.length] ?? STEPS[0]
  // People of one RFC do not speak in one second; the whole of GitHub's day must not pass meanwhile.
  if (index % scenes.length === 0) stage.github.clock.advance(2)
  began(scene.repository.name)
  stage.github.comment(scene.pull(), who, text)
}
