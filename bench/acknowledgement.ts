import { type Figure, milliseconds, quantile } from './figure.ts'
import { DATABASES, type House, messagesFor, openHouse, post } from './house.ts'

const RATES = [50, 200, 500] as const
const SECONDS = 10
const BURST = { deliveries: 2_000, rfcs: 200 }

/** How long GitHub waits for the answer to a webhook while many come, each asking for an evaluation. */
export async function benchAcknowledgement(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const database of DATABASES) {
    const house = await openHouse(database)
    const messages = await messagesFor(await house.open(20), house)
    const load = { url: house.server.webhookUrl, messages }
    await post({ ...load, perSecond: 50, count: 100 })
    for (const perSecond of RATES) {
      const { taken, refused } = await post({ ...load, perSecond, count: perSecond * SECONDS })
      await house.settled()
      const what = `acknowledged at ${perSecond}/s (${database})`
      figures.push(
        milliseconds(`${what}, p50`, quantile(taken, 0.5)),
        milliseconds(`${what}, p99`, quantile(taken, 0.99), perSecond === 200 ? 100 : null),
        { what: `${what}, refused`, value: refused, unit: '', budget: 0 },
      )
    }
    figures.push(...(await burst(house, database)))
    await house.close()
  }
  return figures
}

/** All at once, each over a connection of its own, as after a mass edit. */
async function burst(house: House, database: string): Promise<readonly Figure[]> {
  const messages = await messagesFor(await house.open(BURST.rfcs), house)
  const all = { perSecond: 1_000_000, count: BURST.deliveries, connections: BURST.deliveries }
  const { taken, refused } = await post({ url: house.server.webhookUrl, messages, ...all })
  await house.settled()
  const what = `a burst of ${BURST.deliveries} over ${BURST.rfcs} RFCs (${database})`
  return [
    milliseconds(`${what}, acknowledged, p99`, quantile(taken, 0.99), 1_000),
    { what: `${what}, refused`, value: refused, unit: '', budget: 0 },
  ]
}
