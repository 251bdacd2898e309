import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { arrivalsOf } from './arrivals.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'
import { type DatabaseName, type House, inTurns, messagesOf, type Turns } from './house.ts'
import type { Answers } from './post.ts'
import type { Burst } from './post-at-once.ts'

const POST_AT_ONCE = fileURLToPath(new URL('post-at-once.ts', import.meta.url))
const RFCS = 200
const LATENCY = 20
/** What is said of each RFC: three commands, which make its check pass, and seven posts. */
const SAID = [
  ['eve', 'I have read it.'],
  ['ada', '/commit'],
  ['eve', 'What does it cost?'],
  ['author', 'Nothing.'],
  ['linus', '/commit'],
  ['eve', 'And who does it?'],
  ['author', 'We do.'],
  ['grace', '/commit'],
  ['eve', 'Thank you.'],
  ['author', 'You are welcome.'],
] as const

/**
 * 2,000 webhooks of 200 RFCs at once, as after an outage at GitHub: how long GitHub waits for answers, and until the
 * checks of all RFCs are right. Every sender is connected before the first begins.
 */
export async function benchBurst(turns: Turns = {}): Promise<readonly Figure[]> {
  return inTurns(turns, measure)
}

async function measure(house: House, database: DatabaseName): Promise<readonly Figure[]> {
  const scenes = await house.open(RFCS)
  const messages = await messagesOf(house, scenes, SAID)
  const arrivals = arrivalsOf(house.stage.github, LATENCY)
  const { taken, refused } = await postAtOnce({ url: house.server.webhookUrl, messages }, () => {
    for (const { repository } of scenes) arrivals.began(repository.name)
  })
  await house.settled()
  const seconds = Math.max(...arrivals.stop()) / 1_000
  const wrong = scenes.filter((scene) => scene.check()?.conclusion !== 'success').length
  const what = `${messages.length} webhooks of ${RFCS} RFCs at once (${database})`
  return [
    { what: `${what}, not accepted within 10 s`, value: refused, unit: '', budget: 0 },
    milliseconds(`${what}, acknowledged, p50`, quantile(taken, 0.5)),
    milliseconds(`${what}, acknowledged, p99`, quantile(taken, 0.99), 1_000),
    { what: `${what}, last check`, value: seconds, unit: 's', budget: 5 },
    { what: `${what}, checks that are wrong`, value: wrong, unit: '', budget: 0 },
  ]
}

/** Posts from a process of its own, over a connection for each; calls `begins` when all are connected. */
async function postAtOnce(burst: Burst, begins: () => void): Promise<Answers> {
  const child = fork(POST_AT_ONCE)
  child.send(burst)
  await once(child, 'message')
  begins()
  const answers = once(child, 'message')
  child.send('begin')
  const [answer] = await answers
  return answer as Answers
}
