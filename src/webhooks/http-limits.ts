import type { ServerOptions } from 'node:http'

/**
 * For `createServer`: a sender who has not sent the headers or the whole request within 9 s is cut off, so that
 * nobody holds a connection for longer than the 10 s for which GitHub itself would.
 * Options and not properties set later, because how often Node looks can only be said when the server is made,
 * and by default it looks every 30 s.
 *
 * Who keeps an idle connection longer than we do may send the next webhook just when we hang up: it is lost, for GitHub
 * sends each once. Load balancers keep them for 60 s (AWS) to 600 s (Google), Node's servers for 5 s, so it must be said.
 */
export const serverOptions = {
  headersTimeout: 9_000,
  requestTimeout: 9_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 620_000,
} as const satisfies ServerOptions
