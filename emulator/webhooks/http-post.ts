import { type Agent, request } from 'node:http'

/** GitHub hangs up on a webhook that is not answered within this time, in milliseconds (GH-101). */
const PATIENCE = 10_000

export interface Answer {
  /** As the list of deliveries words it. */
  readonly status: string
  readonly statusCode: number
  readonly milliseconds: number
}

/** Sends a webhook once. Never rejects and never tries again: how it went is the answer (GH-102). */
export function httpPost(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  agent: Agent,
): Promise<Answer> {
  const began = performance.now()
  const answer = (status: string, statusCode: number): Answer => ({
    status,
    statusCode,
    milliseconds: performance.now() - began,
  })
  return new Promise((resolve) => {
    const length = String(Buffer.byteLength(body))
    const signal = AbortSignal.timeout(PATIENCE)
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': length }, signal },
      (incoming) => {
        const code = incoming.statusCode ?? 0
        incoming.on('error', () => resolve(answer('failed to read the response', 502)))
        incoming.on('end', () =>
          resolve(answer(code >= 200 && code < 300 ? 'OK' : `Invalid HTTP Response: ${code}`, code)),
        )
        incoming.resume()
      },
    )
    outgoing.on('error', () =>
      resolve(signal.aborted ? answer('timed out', 504) : answer('failed to connect to host', 502)),
    )
    outgoing.end(body)
  })
}
