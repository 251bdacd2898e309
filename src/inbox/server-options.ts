import type { ServerOptions } from 'node:http'

/**
 * For `createServer`: a sender who has not sent the headers or the whole request within 9 s is cut off, so that
 * nobody holds a connection for longer than the 10 s for which GitHub itself would.
 * Options and not properties set later, because how often Node looks can only be said when the server is made,
 * and by default it looks every 30 s.
 */
export const serverOptions = {
  headersTimeout: 9_000,
  requestTimeout: 9_000,
  connectionsCheckingInterval: 1_000,
} as const satisfies ServerOptions
