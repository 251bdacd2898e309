import type { IncomingMessage, ServerResponse } from 'node:http'
import { decoded } from '../board/decoded.ts'

/** The two questions an operator's machine asks. */
export interface Health {
  /** Whether only a restart helps. */
  readonly isBroken: () => boolean
  /** Whether work can be done now. */
  readonly isReady: () => Promise<boolean>
}

type Answer = readonly [status: number, text: string]

const QUESTIONS: Readonly<Record<string, (health: Health) => Answer | Promise<Answer>>> = {
  '/healthz': ({ isBroken }) => (isBroken() ? [503, 'restart'] : [200, 'ok']),
  '/readyz': async ({ isReady }) => ((await isReady()) ? [200, 'ready'] : [503, 'not ready']),
}

/**
 * Answers `GET /healthz` and `GET /readyz`; returns null for any other request, and for an address that cannot mean
 * anything. It needs nothing that only pages need.
 */
export function answerHealth(
  health: Health,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> | null {
  const [path = '', query = ''] = url.split(/\?(.*)/s, 2)
  const question = Object.hasOwn(QUESTIONS, path) ? QUESTIONS[path] : undefined
  if (question === undefined || (method !== 'GET' && method !== 'HEAD')) return null
  if (decoded(query) === null) return null
  return answer(response, question(health))
}

async function answer(response: ServerResponse, asked: Answer | Promise<Answer>): Promise<void> {
  const [status, text] = await asked
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}
