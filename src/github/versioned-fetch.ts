import type { HttpCall } from './http-call.ts'

/**
 * The version of the REST API that this code is written for; without the header GitHub decides, and may change its mind.
 * https://docs.github.com/en/rest/about-the-rest-api/api-versions
 */
const API_VERSION = '2022-11-28'

/** GitHub's words are no JSON (GH-177). */
const UNSUPPORTED = /"X-GitHub-API-Version".*not a supported version/is

/**
 * Returns calls that ask for one version of the REST API; GraphQL has none. A server that does not know the version (an
 * older Enterprise Server, or a later GitHub) refuses the call before it does anything, so that it is repeated without
 * the header, and so is every later one.
 */
export function versionedFetch(base: HttpCall): HttpCall {
  let isKnown = true
  return async (url, request) => {
    if (!isKnown || url.endsWith('/graphql')) return base(url, request)
    const headers = { ...request.headers, 'x-github-api-version': API_VERSION }
    const answer = await base(url, { ...request, headers })
    if (answer.status !== 400 || !UNSUPPORTED.test(answer.text)) return answer
    isKnown = false
    return base(url, request)
  }
}
