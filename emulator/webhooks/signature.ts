import { createHmac } from 'node:crypto'

/** The value of `X-Hub-Signature-256` for a body (GH-109). */
export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}
