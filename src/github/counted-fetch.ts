import type { InstallationId } from '../facts/ids.ts'
import { isLimit } from './faults.ts'
import { type Standing, standingOf } from './quota-share.ts'

/** One HTTP call, reported when it was answered or failed. */
export interface GitHubCall {
  /**
   * `token` mints one; `query` and `mutation` are GraphQL; `check` writes a check run; `read` and `write` are the rest
   * of the REST API.
   */
  readonly kind: 'token' | 'query' | 'mutation' | 'check' | 'read' | 'write'
  /** Null where no answer came. */
  readonly status: number | null
  /** GitHub said that it was asked too often. */
  readonly isLimit: boolean
  /** Null for the App itself. */
  readonly installationId: InstallationId | null
  readonly quota: (Standing & { readonly resource: string }) | null
}

/** Returns a fetch that reports every call, without those that follow redirects. */
export function countedFetch(
  base: typeof fetch,
  installationId: InstallationId | null,
  told: (call: GitHubCall) => void,
): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    const kind = kindOf(url, init?.method ?? 'GET', init?.body)
    try {
      const response = await base(input, init)
      const { status, headers } = response
      told({
        kind,
        status,
        isLimit: isLimit({ status, headers: Object.fromEntries(headers), data: null }),
        installationId,
        quota: quotaIn(headers),
      })
      return response
    } catch (error) {
      told({ kind, status: null, isLimit: false, installationId, quota: null })
      throw error
    }
  }
}

function kindOf(url: string, method: string, body: unknown): GitHubCall['kind'] {
  if (url.endsWith('/graphql')) {
    return typeof body === 'string' && body.startsWith('{"query":"mutation') ? 'mutation' : 'query'
  }
  if (method === 'GET' || method === 'HEAD') return 'read'
  if (url.endsWith('/access_tokens')) return 'token'
  return /\/check-runs(\/\d+)?$/.test(url) ? 'check' : 'write'
}

function quotaIn(headers: Headers): GitHubCall['quota'] {
  const standing = standingOf((name) => headers.get(name))
  const resource = /^[a-z_]{1,40}$/.exec(headers.get('x-ratelimit-resource') ?? '')?.[0] ?? 'other'
  return standing && { resource, ...standing }
}
