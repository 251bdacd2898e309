import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { NewDelivery } from '../facts/delivery.ts'
import { isObject, whyItDisagrees } from './payload-agreement.ts'
import { isAnnouncedLarger, readBody } from './read-body.ts'
import { BodyBudget, type Share } from './body-budget.ts'
import { isSigned } from './signature.ts'
import { rejectRequest } from './reject-request.ts'

export interface WebhookHandlerOptions {
  readonly secrets: readonly string[]
  readonly appId: number
  /** GitHub sends at most 25 MB. */
  readonly maxBytes?: number
  /** Called with the status of every answer; null when the sender was cut off. */
  readonly answered?: (status: number | null) => void
  /** Returns why an event asks for nothing and is not to be stored, or null. */
  readonly whyIgnored?: (event: string, payload: Readonly<Record<string, unknown>>) => string | null
  /** Resolves when the delivery is stored durably; rejects otherwise. */
  readonly accept: (delivery: NewDelivery) => Promise<void>
  readonly log: Logger
}

/** The path of the webhook endpoint. The caller rejects other paths and methods. */
export const WEBHOOK_PATH = '/api/github/webhooks'

const MAX_BYTES = 26 * 1024 * 1024
const ID = /^[\w.:-]{1,128}$/

/**
 * Returns the handler of `POST /api/github/webhooks`. It answers 202 when the delivery is stored or asks for nothing, 4xx when it
 * is not a delivery for this App (never 5xx because of a body), and 503 when it could not be stored.
 */
export function createWebhookHandler(options: WebhookHandlerOptions) {
  const { accept, log, answered = () => {}, whyIgnored = () => null, maxBytes = MAX_BYTES } = options
  // One body of the maximum size, or many smaller ones.
  const budget = new BodyBudget(maxBytes)
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const share = budget.share()
    try {
      answered(await receive(request, response, share))
    } finally {
      share.leave()
    }
  }

  async function receive(
    request: IncomingMessage,
    response: ServerResponse,
    share: Share,
  ): Promise<number | null> {
    const checked = await check(request, { ...options, maxBytes }, share)
    if (checked.kind === 'cut off') {
      log.info('a delivery was cut off; GitHub records it as failed')
      response.destroy()
      return null
    }
    if (checked.kind === 'refused') {
      const { status, why } = checked
      log.warn({ status, why, delivery: idOf(request) }, 'rejected a delivery')
      if (request.complete) answer(response, status, why)
      else rejectRequest(request, response, status, why)
      return status
    }
    const { id, event, payload } = checked.delivery
    const why = whyIgnored(event, payload)
    if (why !== null) {
      log.info({ delivery: id, event, why }, 'ignored')
      answer(response, 202, 'Accepted; nothing to do.')
      return 202
    }
    try {
      await accept(checked.delivery)
    } catch (error) {
      log.error({ err: error, delivery: id }, 'could not store a delivery')
      answer(response, 503, 'The delivery could not be stored; deliver it again later.')
      return 503
    }
    answer(response, 202, 'Accepted.')
    return 202
  }
}

type Checked =
  | { readonly kind: 'good'; readonly delivery: NewDelivery & { readonly payload: Record<string, unknown> } }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string }
  | { readonly kind: 'cut off' }

async function check(
  request: IncomingMessage,
  { secrets, appId, maxBytes }: WebhookHandlerOptions & { readonly maxBytes: number },
  share: Share,
): Promise<Checked> {
  const { headers } = request
  const isTooLarge = `The body is larger than ${maxBytes} bytes.`
  if (isAnnouncedLarger(request, maxBytes)) return refuse(413, isTooLarge)
  if (!isPlainJson(request)) return refuse(415, 'The body must be application/json, not compressed.')
  if (typeof headers['x-hub-signature-256'] !== 'string')
    return refuse(401, 'X-Hub-Signature-256 is missing.')

  const read = await readBody(request, maxBytes, share)
  if (read.kind === 'cut off') return read
  if (read.kind === 'too large') return refuse(413, isTooLarge)
  // Checked before anything else in the request is looked at: only GitHub learns more than this.
  if (!isSigned(read.bytes, headers['x-hub-signature-256'], secrets)) {
    return refuse(401, "X-Hub-Signature-256 doesn't match the body and this App's webhook secret.")
  }

  const id = idOf(request)
  if (id === null) {
    return refuse(400, 'X-GitHub-Delivery is missing or malformed.')
  }
  const event = headers['x-github-event']
  if (typeof event !== 'string' || !/^[a-z0-9_]{1,64}$/.test(event)) {
    return refuse(400, 'X-GitHub-Event is missing or malformed.')
  }
  if (!isMeantFor(appId, headers)) return refuse(403, 'The delivery is for another hook.')

  const text = decode(read.bytes)
  const body = parseObject(text)
  if (text === null || body === null) return refuse(400, 'The body is not a JSON object in UTF-8.')
  const disagreement = whyItDisagrees(event, body)
  if (disagreement !== null) return refuse(400, `The body doesn't match X-GitHub-Event: ${disagreement}.`)
  const installedApp = isObject(body.installation) ? body.installation.app_id : undefined
  if (installedApp !== undefined && installedApp !== null && installedApp !== appId) {
    return refuse(400, 'The body is about an installation of another App.')
  }
  return { kind: 'good', delivery: { id, event, body: text, payload: body } }
}

/** Returns the delivery's id, or null when it is missing or malformed. */
function idOf({ headers }: IncomingMessage): string | null {
  const id = headers['x-github-delivery']
  return typeof id === 'string' && ID.test(id) ? id : null
}

function refuse(status: number, why: string): Checked {
  return { kind: 'refused', status, why }
}

function isPlainJson({ headers }: IncomingMessage): boolean {
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  const encoding = headers['content-encoding'] ?? 'identity'
  return mediaType === 'application/json' && encoding === 'identity'
}

// A hook of a repository or an organisation may use the same secret; only the App's own hook has target type
// `integration`. Some proxies and old Enterprise Servers drop both headers: then the signature alone decides.
function isMeantFor(appId: number, headers: IncomingMessage['headers']): boolean {
  const type = headers['x-github-hook-installation-target-type'] ?? 'integration'
  const id = headers['x-github-hook-installation-target-id'] ?? String(appId)
  return type === 'integration' && id === String(appId)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${message}\n`)
}
