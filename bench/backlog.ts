import { readFileSync } from 'node:fs'
import { type Figure, milliseconds } from './figure.ts'
import { DATABASES, type House, messagesFor, openHouse, post } from './house.ts'

const EVENTS = 10_000
const PULLS = 500
const LONG_RUN = 100_000

/** What waits after an outage: start-up, 10,000 events over 500 pull requests; and memory after 100,000 events. */
export async function benchBacklog(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const database of DATABASES) {
    const house = await openHouse(database)
    const messages = await messagesFor(await house.open(PULLS), house)
    figures.push(...(await drain(house, database, messages)))
    figures.push(await memory(house, database, messages.slice(0, 20)))
    await house.close()
  }
  return figures
}

type Messages = Awaited<ReturnType<typeof messagesFor>>

async function drain(house: House, database: string, messages: Messages): Promise<readonly Figure[]> {
  const { github } = house.stage
  // GitHub gives no answers, so what is taken stays; then the power is cut.
  const stop = github.onRequest(() => ({ drop: 'before' }))
  const load = { url: house.server.webhookUrl, messages, perSecond: 400, count: EVENTS }
  const { taken } = await post(load)
  const ready = await house.restart()
  stop()
  const from = github.requests.length
  const began = performance.now()
  await house.settled()
  const seconds = (performance.now() - began) / 1000
  const reads = github.requests.slice(from).filter(({ operation }) => operation === 'PullRequest').length
  const what = `a backlog of ${taken.length} events over ${PULLS} RFCs (${database})`
  return [
    milliseconds(`start to ready with it (${database})`, ready, 3000),
    { what: `${what}, drained in`, value: seconds, unit: 's', budget: 600 },
    { what: `${what}, readings for each RFC`, value: reads / PULLS, unit: 'calls', budget: null },
  ]
}

async function memory(house: House, database: string, messages: Messages): Promise<Figure> {
  const load = { url: house.server.webhookUrl, messages, perSecond: 450, count: LONG_RUN }
  await post(load)
  await house.settled()
  const status = readFileSync(`/proc/${house.server.pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1])
  return {
    what: `memory after ${LONG_RUN} events (${database})`,
    value: kilobytes / 1024,
    unit: 'MB',
    budget: database === 'SQLite' ? 600 : 200,
  }
}
