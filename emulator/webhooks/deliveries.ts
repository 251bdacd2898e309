import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import type { VirtualClock } from '../clock.ts'
import type { Announcement } from '../world/world.ts'
import { httpPost } from './http-post.ts'
import { sign } from './signature.ts'

/** Larger events are never sent, not even as failures (GH-108). */
const LARGEST_PAYLOAD = 25 * 1024 * 1024

export interface Delivery {
  readonly id: number
  /** The same for every attempt to deliver one event (GH-106). */
  readonly guid: string
  readonly event: string
  readonly action: string | null
  readonly installationId: number
  readonly repositoryId: number | null
  readonly redelivery: boolean
  readonly deliveredAt: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `OK`, or why not; `pending` until the App has answered. */
  status: string
  statusCode: number
  seconds: number
}

/**
 * What becomes of a delivery that does not simply arrive: it is lost on a connection that is refused; nobody answers
 * in time; it arrives, but the answer does not come back; somebody on the way answers with a status; or GitHub never
 * makes it, so that no list has it.
 */
export type Mishap = 'lose' | 'time out' | 'unacknowledged' | 'never made' | { readonly status: number }

/** Decides about one delivery before it leaves: let it go (at once or when the promise ends), or have it fail. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that only looks returns nothing
export type DeliveryHook = (delivery: Delivery) => Promise<Mishap | void> | Mishap | void

export interface Deliveries {
  /** Every attempt, oldest first. */
  readonly list: readonly Delivery[]
  deliverTo(url: string | undefined): void
  address(): string | undefined
  announce(announcement: Announcement): void
  redeliver(guid: string): Promise<Delivery>
  quietly<T>(act: () => T): T
  onDelivery(hook: DeliveryHook): () => void
  idle(): Promise<void>
  close(): void
}

/** Sends signed webhooks, each once and at once, and remembers how every one went. */
export function createDeliveries(options: {
  readonly appId: number
  readonly secret: string
  readonly clock: VirtualClock
}): Deliveries {
  const list: Delivery[] = []
  const hooks = new Set<DeliveryHook>()
  const underway = new Set<Promise<void>>()
  const agent = new Agent({ keepAlive: true })
  let url: string | undefined
  let quiet = 0
  let nextId = 70_000

  function attempt(
    event: Pick<Delivery, 'guid' | 'event' | 'action' | 'installationId' | 'repositoryId' | 'body'>,
    redelivery: boolean,
  ): Promise<Delivery> | undefined {
    if (url === undefined) return undefined
    const delivery: Delivery = {
      ...event,
      id: nextId++,
      redelivery,
      deliveredAt: options.clock.iso(),
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/playground',
        'x-github-delivery': event.guid,
        'x-github-event': event.event,
        'x-github-hook-id': '1',
        'x-github-hook-installation-target-id': String(options.appId),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature-256': sign(options.secret, event.body),
      },
      status: 'pending',
      statusCode: 0,
      seconds: 0,
    }
    list.push(delivery)
    const sent = send(delivery)
    underway.add(sent)
    return sent.finally(() => underway.delete(sent)).then(() => delivery)
  }

  async function send(delivery: Delivery): Promise<void> {
    for (const hook of hooks) {
      const mishap = await hook(delivery)
      if (mishap !== undefined) return fail(delivery, mishap)
    }
    const answer = await httpPost(delivery.url, delivery.headers, delivery.body, agent)
    delivery.status = answer.status
    delivery.statusCode = answer.statusCode
    delivery.seconds = answer.milliseconds / 1000
  }

  async function fail(delivery: Delivery, mishap: Mishap): Promise<void> {
    if (mishap === 'never made') {
      list.splice(list.indexOf(delivery), 1)
      return
    }
    if (mishap === 'unacknowledged') await httpPost(delivery.url, delivery.headers, delivery.body, agent)
    const [status, statusCode] = wordsFor(mishap)
    delivery.status = status
    delivery.statusCode = statusCode
  }

  return {
    list,
    deliverTo(to) {
      url = to
    },
    address: () => url,
    announce({ event, installationId, repositoryId, payload }) {
      if (quiet > 0) return
      const body = JSON.stringify(payload)
      if (Buffer.byteLength(body) > LARGEST_PAYLOAD) return
      const action = typeof payload.action === 'string' ? payload.action : null
      void attempt({ guid: randomUUID(), event, action, installationId, repositoryId, body }, false)
    },
    async redeliver(guid) {
      const first = list.find((delivery) => delivery.guid === guid)
      if (!first) throw new Error(`The local GitHub has sent no delivery ${guid}`)
      const again = attempt(first, true)
      if (!again) throw new Error('The local GitHub has no address to deliver to')
      return again
    },
    quietly(act) {
      quiet += 1
      const loud = () => {
        quiet -= 1
      }
      try {
        const result = act()
        if (result instanceof Promise) return result.finally(loud) as typeof result
        loud()
        return result
      } catch (error) {
        loud()
        throw error
      }
    },
    onDelivery(hook) {
      hooks.add(hook)
      return () => hooks.delete(hook)
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway)
    },
    close: () => agent.destroy(),
  }
}

/** As the list of deliveries words it, with the status code it gives. */
function wordsFor(mishap: Exclude<Mishap, 'never made'>): readonly [string, number] {
  if (mishap === 'lose') return ['failed to connect to host', 502]
  if (typeof mishap === 'string') return ['timed out', 504]
  return [`Invalid HTTP Response: ${mishap.status}`, mishap.status]
}
