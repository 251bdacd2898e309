import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** What is sent. */
export interface HttpRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Where it came from, after redirects. */
  readonly url: string
  readonly text: string
}

/** Sends a request and returns the answer, whatever its status. Throws when no whole answer comes. */
export type HttpCall = (url: string, request: HttpRequest) => Promise<HttpAnswer>

/** Named as the error of `AbortSignal.timeout`. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

/** The server closed a connection that was kept before it answered anything. */
class StaleConnection extends Error {
  override readonly name = 'StaleConnection'
}

const unzipped = promisify(gunzip)

/**
 * Returns calls over `node:http` and `node:https`; `fetch` takes twice the CPU (ADR 59). Connections are kept by Node's
 * global agents, which go through the proxy that Node was given (ADR 43). After `timeoutMs` without a whole answer a call
 * has failed.
 */
export function httpCall(timeoutMs: number): HttpCall {
  return async (url, request) => {
    for (let isSecond = false; ; isSecond = true) {
      try {
        return await send(url, request, timeoutMs)
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error
        // Whether the server took a write is not known.
        if (isSecond || !onlyReads(url, request)) throw error.cause
      }
    }
  }
}

/** A GraphQL query as `JSON.stringify` writes it, after comments of its own. */
const GRAPHQL_QUERY = /^\{"query":"(?:#(?:[^"\\]|\\[^n])*\\n|\\n|\s)*query\b/

/** Whether a request changes nothing, as far as can be told. */
function onlyReads(url: string, { method, body = '' }: HttpRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  return method === 'POST' && url.endsWith('/graphql') && GRAPHQL_QUERY.test(body)
}

function send(url: string, { method, headers, body }: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const open = url.startsWith('https:') ? requestHttps : requestHttp
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = open(url, { method, headers: { 'accept-encoding': 'gzip', ...headers, ...length } })
    let isAnswered = false
    const failed = (error: unknown) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer = setTimeout(() => {
      failed(new TimeoutError(`aborted due to timeout: no whole answer within ${timeoutMs} ms`))
      sent.destroy()
    }, timeoutMs)
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // https://nodejs.org/docs/latest-v24.x/api/http.html#requestreusedsocket
      const isStale = sent.reusedSocket && !isAnswered && error.code === 'ECONNRESET'
      failed(isStale ? new StaleConnection('the connection was closed', { cause: error }) : error)
    })
    sent.on('response', (response) => {
      isAnswered = true
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      // Also where the answer breaks off.
      response.on('error', failed)
      response.on('end', () => {
        clearTimeout(timer)
        textOf(Buffer.concat(parts), response).then((text) => {
          resolve({ status: response.statusCode ?? 0, headers: headersOf(response), url, text })
        }, reject)
      })
    })
    sent.end(body)
  })
}

async function textOf(bytes: Buffer, { headers }: IncomingMessage): Promise<string> {
  const isZipped = headers['content-encoding']?.toLowerCase() === 'gzip' && bytes.length > 0
  return (isZipped ? await unzipped(bytes) : bytes).toString('utf8')
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const single: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return single
}
