const MOST_HOPS = 3

/**
 * A fetch that goes to one host only, so that a token never reaches another, not by a redirect and not by the link
 * to a next page. Redirects on that host are followed: GitHub answers so for renamed repositories.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
export function homeFetch(home: string, timeoutMs: number): typeof fetch {
  const { origin } = new URL(home)
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : input)
    for (let hop = 0; hop <= MOST_HOPS; hop++) {
      if (url.origin !== origin) throw new Error(`refused to go from ${origin} to ${url.origin}`)
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || !location) return response
      await response.body?.cancel()
      // Not handed on: Octokit would take it for success.
      if (!mayFollow(response.status, init?.method)) {
        throw new Error(`refused to repeat a ${init?.method} for an answer ${response.status}`)
      }
      url = new URL(location, url)
    }
    throw new Error(`gave up after ${MOST_HOPS} redirects`)
  }
}

// 301 and 302 do not say that a write is to be repeated as it is; 307 and 308 do.
function mayFollow(status: number, method = 'GET'): boolean {
  return status === 307 || status === 308 || (method === 'GET' && (status === 301 || status === 302))
}
