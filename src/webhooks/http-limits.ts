import type { ServerOptions } from 'node:http'

/**
 * Options for `createServer`. A request that has not sent its headers or its whole body within 9 s is closed,
 * so that no connection is held longer than GitHub's own 10 s. They are options and not properties, because
 * the checking interval can only be set at creation and is 30 s by default.
 *
 * The keep-alive timeout is longer than that of load balancers (60 s on AWS, 600 s on Google; Node's default
 * is 5 s). Otherwise a proxy could send a webhook just as this server closes the idle connection, and GitHub
 * sends each only once.
 */
export const serverOptions = {
  headersTimeout: 9_000,
  requestTimeout: 9_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 620_000,
} as const satisfies ServerOptions
