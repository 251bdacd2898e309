import { STATUS_CODES } from 'node:http'
import type { HttpCall, HttpRequest } from './http-call.ts'
import { readJson } from './read-json.ts'

/** As Octokit decides what is JSON. */
const JSON_TYPE = /^application\/(?:scim\+)?json\s*(?:;|$)/i

/**
 * Returns what Octokit takes for a `fetch`. It is to be used with `parseSuccessResponseBody: false`: the body is what the
 * JSON says, and the text as it came where that is none. Octokit's own parser takes longer than the call.
 */
export function octokitFetch(call: HttpCall) {
  return async (address: string, { method, headers, body: sent }: HttpRequest) => {
    const answer = await call(address, { method, headers, ...(sent !== undefined && { body: sent }) })
    const { status, url, text } = answer
    return {
      status,
      statusText: STATUS_CODES[status] ?? '',
      url,
      headers: new Map(Object.entries(answer.headers)),
      get body() {
        return bodyOf(answer.headers['content-type'] ?? '', text)
      },
      // What Octokit reads errors with.
      text: async () => text,
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    }
  }
}

function bodyOf(type: string, text: string): unknown {
  if (!JSON_TYPE.test(type.trim())) return text
  try {
    return readJson(text)
  } catch {
    return text
  }
}
