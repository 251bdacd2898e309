import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { InstallationId } from '../facts/ids.ts'
import { countedFetch, type GitHubCall } from './counted-fetch.ts'
import { homeFetch } from './home-fetch.ts'
import { jwtMaker } from './jwt.ts'
import { octokitFetch } from './octokit-fetch.ts'
import { openQuotaGate, type QuotaGate } from './quota-gate.ts'
import { versionedFetch } from './versioned-fetch.ts'

export interface ClientOptions {
  /** Octokit's `baseUrl`, without a trailing slash. */
  readonly restUrl: string
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  readonly userAgent?: string
  readonly log: Logger
  /** Told of every call. */
  readonly called?: (call: GitHubCall) => void
  /** After so many milliseconds without a whole answer a call has failed. */
  readonly timeoutMs?: number
}

/** Clients of GitHub's API: Octokit without its plugins for retries and throttling, which wait in memory. */
export interface Clients {
  /** Speaks as the App itself. */
  readonly app: Octokit
  /** Speaks as the App on one account. Its token is made at the first call and kept while it is valid. */
  of(installationId: InstallationId): Octokit
  /** Makes the next call for that account ask for a new token: one that was made before has the permissions of then. */
  renew(installationId: InstallationId): void
  /** Whether there are limits for that account, as far as is known. */
  hasLimits(installationId: InstallationId): boolean
  /** The quotas of that account, as far as is known. */
  quotas(installationId: InstallationId): Pick<QuotaGate, 'standing' | 'secondsUntilSpare'>
}

const TIMEOUT_MS = 10_000
const MOST_CLIENTS = 500

/** Makes the clients; no call is made. Throws when the key is none. */
export function createClients(options: ClientOptions): Clients {
  const { restUrl, appId, privateKey, userAgent = 'rfc-alignment', called = () => {} } = options
  const { timeoutMs = TIMEOUT_MS } = options
  const createJwt = jwtMaker(privateKey)
  const call = versionedFetch(homeFetch(restUrl, timeoutMs))
  const quietLog = quiet(options.log)
  const make = (installationId?: InstallationId) => {
    const client = new Octokit({
      baseUrl: restUrl,
      userAgent,
      log: quietLog,
      request: {
        fetch: octokitFetch(countedFetch(call, installationId ?? null, called)),
        parseSuccessResponseBody: false,
        // What Octokit warns of by itself (a deprecated endpoint, with what GitHub says of it) would go to the console.
        log: quietLog,
      },
      authStrategy: createAppAuth,
      auth: { appId, createJwt, ...(installationId !== undefined && { installationId }) },
    })
    client.hook.after('request', ({ data }, { method, url }) => {
      if (method === 'GET' || /\/(graphql|access_tokens)$/.test(url)) mustBeWhole(data)
    })
    return client
  }
  const byInstallation = new LRUCache<InstallationId, Octokit>({ max: MOST_CLIENTS })
  // Limits are known from the start in GitHub's cloud, data residency included.
  const isLimited = /^api\.(github\.com|[^.]+\.ghe\.com)$/.test(new URL(restUrl).hostname)
  const gates = new LRUCache<InstallationId, QuotaGate>({
    max: MOST_CLIENTS,
    memoMethod: () => openQuotaGate(isLimited),
  })
  const app = make()
  openQuotaGate(isLimited).guard(app)
  return {
    app,
    hasLimits: (installationId) => gates.memo(installationId).hasLimits(),
    renew: (installationId) => void byInstallation.delete(installationId),
    quotas: (installationId) => gates.memo(installationId),
    of: (installationId) => {
      const known = byInstallation.get(installationId)
      if (known) return known
      const client = make(installationId)
      gates.memo(installationId).guard(client)
      // auth-app keeps a token for its hour whether GitHub still takes it or not; the next try is to have a new one.
      client.hook.error('request', (error) => {
        if ('status' in error && error.status === 401) byInstallation.delete(installationId)
        throw error
      })
      byInstallation.set(installationId, client)
      return client
    },
  }
}

/** What is no JSON stays text: half an answer, or a proxy's page. */
function mustBeWhole(data: unknown): void {
  if (typeof data !== 'object' || data === null) throw new Error('the answer is not whole')
}

/** Octokit speaks of every call; that is for those who debug. */
function quiet(log: Logger) {
  return {
    debug: (message: string) => log.trace(message),
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    // Every error is thrown as well, and logged by its caller.
    error: (message: string) => log.debug(message),
  }
}
