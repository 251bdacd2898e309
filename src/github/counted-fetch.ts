import type { InstallationId } from '../facts/ids.ts'
import { isLimit } from './faults.ts'
import type { HttpAnswer, HttpCall, HttpRequest } from './http-call.ts'
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

/** Returns calls that report themselves, without those that follow redirects. */
export function countedFetch(
  base: HttpCall,
  installationId: InstallationId | null,
  told: (call: GitHubCall) => void,
): HttpCall {
  return async (url, request) => {
    const kind = kindOf(url, request)
    try {
      const answer = await base(url, request)
      const { status, headers } = answer
      const quota = quotaIn(headers)
      told({ kind, status, isLimit: isLimit({ status, headers, data: null }), installationId, quota })
      return answer
    } catch (error) {
      told({ kind, status: null, isLimit: false, installationId, quota: null })
      throw error
    }
  }
}

function kindOf(url: string, { method, body = '' }: HttpRequest): GitHubCall['kind'] {
  if (url.endsWith('/graphql')) {
    return body.startsWith('{"query":"mutation') ? 'mutation' : 'query'
  }
  if (method === 'GET' || method === 'HEAD') return 'read'
  if (url.endsWith('/access_tokens')) return 'token'
  return /\/check-runs(\/\d+)?$/.test(url) ? 'check' : 'write'
}

function quotaIn(headers: HttpAnswer['headers']): GitHubCall['quota'] {
  const standing = standingOf((name) => headers[name])
  const resource = /^[a-z_]{1,40}$/.exec(headers['x-ratelimit-resource'] ?? '')?.[0] ?? 'other'
  return standing && { resource, ...standing }
}
