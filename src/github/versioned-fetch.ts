/**
 * The version of the REST API that this code is written for; without the header GitHub decides, and may change its mind.
 * https://docs.github.com/en/rest/about-the-rest-api/api-versions
 */
const API_VERSION = '2022-11-28'

/**
 * A fetch that asks for one version of the REST API; GraphQL has none. A server that does not know the version (an
 * older Enterprise Server, or a later GitHub) refuses the call before it does anything, so that it is repeated without
 * the header, and so is every later one.
 */
export function versionedFetch(base: typeof fetch): typeof fetch {
  let isKnown = true
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!isKnown || url.endsWith('/graphql')) return base(input, init)
    const headers = new Headers(init?.headers)
    headers.set('x-github-api-version', API_VERSION)
    const response = await base(input, { ...init, headers })
    if (response.status !== 400 || !(await saysUnsupported(response.clone()))) return response
    await response.body?.cancel()
    isKnown = false
    return base(input, init)
  }
}

/** GitHub's words are no JSON (GH-177). */
async function saysUnsupported(response: Response): Promise<boolean> {
  return /"X-GitHub-API-Version".*not a supported version/is.test(await response.text())
}
