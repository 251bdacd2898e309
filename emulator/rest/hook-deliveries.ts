import { notFound, Rejection } from '../rejection.ts'
import type { Json } from '../views/json.ts'
import type { Delivery } from '../webhooks/deliveries.ts'
import { asApp, type Call, type Route } from './router.ts'

/** Deliveries can be asked for again for three days (GH-103), in milliseconds. */
const REDELIVERABLE = 3 * 24 * 3600 * 1000

/** The App's own list of deliveries and their repetition; all of it needs the App's JWT (GH-104). */
export const deliveryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/app/hook/config',
    handle(call) {
      asApp(call)
      const url = call.deliveries.address() ?? ''
      // GitHub never shows the secret, only that there is one.
      return { status: 200, body: { content_type: 'json', insecure_ssl: '0', secret: '********', url } }
    },
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries',
    handle(call) {
      asApp(call)
      const perPage = Math.min(100, Math.max(1, Number(call.query.per_page ?? 30) || 30))
      const { cursor, status } = call.query
      // A cursor names the last row of the page before, so that rows added meanwhile shift nothing.
      const before = cursor === undefined ? Number.POSITIVE_INFINITY : Number(cursor.replace(/^v1_/, ''))
      if (Number.isNaN(before)) throw new Rejection(400, 'Invalid cursor')
      const rows = current(call).filter(
        (each) =>
          each.id < before && (status === undefined || (status === 'success') === (each.status === 'OK')),
      )
      const shown = rows.slice(0, perPage)
      const last = shown.at(-1)
      const headers: Record<string, string> = {}
      if (last && rows.length > perPage) {
        const url = new URL(call.url, call.world.origin())
        url.searchParams.set('cursor', `v1_${last.id}`)
        headers.link = `<${url.href}>; rel="next"`
      }
      return { status: 200, body: asSent(call, shown.map(row)), headers }
    },
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries/:id',
    handle(call) {
      asApp(call)
      const delivery = deliveryFor(call)
      return {
        status: 200,
        body: asSent(call, {
          ...row(delivery),
          url: delivery.url,
          request: { headers: delivery.headers, payload: JSON.parse(delivery.body) },
          response: { headers: {}, payload: '' },
        }),
      }
    },
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/:id/attempts',
    async handle(call) {
      asApp(call)
      // GitHub accepts the wish and delivers in its own time; how it goes is another row of the list.
      void call.deliveries.redeliver(deliveryFor(call).guid)
      return { status: 202, body: {} }
    },
  },
]

/** Newest first, without those whose answer is not known yet and those too old to be shown. */
function current(call: Call): Delivery[] {
  const oldest = call.world.clock.now().getTime() - REDELIVERABLE
  return call.deliveries.list
    .filter((each) => each.status !== 'pending' && Date.parse(each.deliveredAt) >= oldest)
    .reverse()
}

/** GitHub's ids are of 64 bits and have outgrown the numbers of JavaScript; here they do when that is wanted. */
const WIDE = 177_282_743_210_311_680n

function asSent(call: Call, body: unknown): unknown {
  if (!call.world.quirks.wideDeliveryIds) return body
  const widened = (_: string, id: string) => `"id":${WIDE + BigInt(id)}`
  return Buffer.from(JSON.stringify(body).replace(/"id":(\d+)(?=,"guid")/g, widened))
}

function deliveryFor(call: Call): Delivery {
  const offset = call.world.quirks.wideDeliveryIds ? WIDE : 0n
  const asked = call.parameters.id ?? ''
  const delivery = current(call).find((each) => String(BigInt(each.id) + offset) === asked)
  if (!delivery) throw notFound()
  return delivery
}

function row(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.seconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }
}
