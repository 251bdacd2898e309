import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether `header` (X-Hub-Signature-256) is the HMAC-SHA256 of exactly these bytes under one of the secrets.
 * Accepts only GitHub's form, `sha256=` and 64 lower-case hex digits.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')?.[1]
  if (hex === undefined) return false
  const given = Buffer.from(hex, 'hex')
  // All secrets are always compared, so that timing does not reveal which one is in use.
  let matches = 0
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest()
    if (timingSafeEqual(given, expected)) matches += 1
  }
  return matches > 0
}
