import { type HttpCall, httpCall } from './http-call.ts'

const MOST_HOPS = 3

/**
 * Returns calls that go to one host only, so that a token never reaches another, not by a redirect and not by the link
 * to a next page. Redirects on that host are followed: GitHub answers so for renamed repositories.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
export function homeFetch(home: string, timeoutMs: number): HttpCall {
  const { origin } = new URL(home)
  const call = httpCall(timeoutMs)
  return async (address, request) => {
    let url = new URL(address)
    for (let hop = 0; hop <= MOST_HOPS; hop++) {
      if (url.origin !== origin) throw new Error(`refused to go from ${origin} to ${url.origin}`)
      const answer = await call(url.href, request)
      const { status } = answer
      const { location } = answer.headers
      if (status < 300 || status >= 400 || !location) return answer
      // Not handed on: Octokit would take it for success.
      if (!mayFollow(status, request.method)) {
        throw new Error(`refused to repeat a ${request.method} for an answer ${status}`)
      }
      url = new URL(location, url)
    }
    throw new Error(`gave up after ${MOST_HOPS} redirects`)
  }
}

// 301 and 302 do not say that a write is to be repeated as it is; 307 and 308 do.
function mayFollow(status: number, method: string): boolean {
  return status === 307 || status === 308 || (method === 'GET' && (status === 301 || status === 302))
}
