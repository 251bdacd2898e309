import { type Figure, milliseconds, quantile } from './figure.ts'
import { COMMITMENT, type DatabaseName, type House, inTurns, messagesOf, post, type Turns } from './house.ts'

const RATES = [50, 200, 500] as const
const SECONDS = 10

/** How long GitHub waits for the answer to a webhook while many come, each asking for an evaluation. */
export async function benchAcknowledgement({
  seconds = SECONDS,
  ...turns
}: Turns & { readonly seconds?: number } = {}): Promise<readonly Figure[]> {
  return inTurns(turns, (house, database) => measure(house, database, seconds))
}

async function measure(house: House, database: DatabaseName, seconds: number): Promise<readonly Figure[]> {
  const messages = await messagesOf(house, await house.open(20), COMMITMENT)
  const load = { url: house.server.webhookUrl, messages }
  await post({ ...load, perSecond: 50, count: 100 })
  const figures: Figure[] = []
  for (const perSecond of RATES) {
    const { taken, refused } = await post({ ...load, perSecond, count: perSecond * seconds })
    await house.settled()
    const what = `acknowledged at ${perSecond}/s (${database})`
    figures.push(
      milliseconds(`${what}, p50`, quantile(taken, 0.5)),
      milliseconds(`${what}, p99`, quantile(taken, 0.99), perSecond === 200 ? 100 : null),
      { what: `${what}, refused`, value: refused, unit: '', budget: 0 },
    )
  }
  return figures
}
