import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { homeFetch } from './home-fetch.ts'
import { jwtMaker } from './jwt.ts'

export interface ClientOptions {
  /** Octokit's `baseUrl`, without a trailing slash. */
  readonly restUrl: string
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  readonly userAgent?: string
  readonly log: Logger
}

/** Clients of GitHub's API: Octokit without its plugins for retries and throttling, which wait in memory. */
export interface Clients {
  /** Speaks as the App itself. */
  readonly app: Octokit
  /** Speaks as the App on one account. Its token is made at the first call and kept while it is valid. */
  of(installationId: number): Octokit
}

const TIMEOUT_MS = 10_000
const MOST_CLIENTS = 500

/** Makes the clients; no call is made. Throws when the key is none. */
export function createClients(options: ClientOptions): Clients {
  const { restUrl, appId, privateKey, userAgent = 'rfc-alignment' } = options
  const createJwt = jwtMaker(privateKey)
  const fetch = homeFetch(restUrl, TIMEOUT_MS)
  const make = (installationId?: number) =>
    new Octokit({
      baseUrl: restUrl,
      userAgent,
      log: quiet(options.log),
      request: { fetch },
      authStrategy: createAppAuth,
      auth: { appId, createJwt, ...(installationId !== undefined && { installationId }) },
    })
  const byInstallation = new LRUCache<number, Octokit>({ max: MOST_CLIENTS })
  return {
    app: make(),
    of: (installationId) => {
      const client = byInstallation.get(installationId) ?? make(installationId)
      byInstallation.set(installationId, client)
      return client
    },
  }
}

/** Octokit speaks of every call; that is for those who debug. */
function quiet(log: Logger) {
  return {
    debug: (message: string) => log.trace(message),
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    // Every error is thrown as well, and told by whoever answers for it.
    error: (message: string) => log.debug(message),
  }
}
