import { setTimeout as delay } from 'node:timers/promises'
import { type Figure, milliseconds } from './figure.ts'
import {
  COMMITMENT,
  type DatabaseName,
  EMBEDDED,
  type House,
  inTurns,
  messagesOf,
  post,
  type Turns,
} from './house.ts'
import type { Message } from './post.ts'
import { memoryOf } from './processes.ts'

const EVENTS = 10_000
const PULLS = 500
const LONG_RUN = 100_000
/** V8 gives back what the start took. */
const IDLE_MS = 5_000
const MEGABYTES = { embedded: { idle: 130, after: 250 }, server: { idle: 120, after: 200 } } as const

export interface BacklogOptions extends Turns {
  readonly events?: number
  readonly pulls?: number
  readonly longRun?: number
}

/** What waits after an outage: start-up, 10,000 events over 500 pull requests; and memory, idle and after 100,000 events. */
export async function benchBacklog({
  events = EVENTS,
  pulls = PULLS,
  longRun = LONG_RUN,
  ...turns
}: BacklogOptions = {}): Promise<readonly Figure[]> {
  return inTurns({ rounds: 1, ...turns }, async (house, database) => {
    const budgets = database === EMBEDDED ? MEGABYTES.embedded : MEGABYTES.server
    const figures: Figure[] = []
    await delay(IDLE_MS)
    figures.push(...memory(house, `memory, idle (${database})`, budgets.idle))
    const messages = await messagesOf(house, await house.open(pulls), COMMITMENT)
    figures.push(...(await drain(house, database, messages, events)))
    const load = { url: house.server.webhookUrl, messages: messages.slice(0, 20), perSecond: 450 }
    await post({ ...load, count: longRun })
    await house.settled()
    figures.push(...memory(house, `memory after ${longRun} events (${database})`, budgets.after))
    return figures
  })
}

async function drain(
  house: House,
  database: DatabaseName,
  messages: readonly Message[],
  events: number,
): Promise<readonly Figure[]> {
  const { github } = house.stage
  // GitHub gives no answers, so what is taken stays; then the power is cut.
  const stop = github.onRequest(() => ({ drop: 'before' }))
  const load = { url: house.server.webhookUrl, messages, perSecond: 400, count: events }
  const { taken } = await post(load)
  const ready = await house.restart()
  stop()
  const from = github.requests.length
  const began = performance.now()
  await house.settled()
  const seconds = (performance.now() - began) / 1000
  const reads = github.requests.slice(from).filter(({ operation }) => operation === 'PullRequest').length
  const what = `a backlog of ${taken.length} events over ${messages.length} RFCs (${database})`
  return [
    milliseconds(`start to ready with it (${database})`, ready, 3000),
    { what: `${what}, drained in`, value: seconds, unit: 's', budget: 600 },
    { what: `${what}, readings for each RFC`, value: reads / messages.length, unit: 'calls', budget: null },
  ]
}

function memory({ server }: House, what: string, budget: number): readonly Figure[] {
  const { own, children } = memoryOf(server.pid)
  return [
    { what, value: own, unit: 'MB', budget },
    { what: `${what}, its parser`, value: children, unit: 'MB', budget: null },
  ]
}
