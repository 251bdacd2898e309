// Posts webhooks all at once from a process of its own: every connection is open before the first byte is sent. It gets
// what to post from its parent, says when it is connected, and begins when the parent says so.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Answers, Message } from './post.ts'

export interface Burst {
  readonly url: string
  /** Each is posted once, over a connection of its own. */
  readonly messages: readonly Message[]
}

/** GitHub waits no longer for an answer (GH-101). */
const LONGEST_MS = 10_000

process.once('message', async (burst: Burst) => {
  const url = new URL(burst.url)
  const requests = burst.messages.map((message) => requestOf(url, message))
  const sockets = await Promise.all(requests.map(() => connected(url)))
  process.send?.('connected')
  await once(process, 'message')
  const began = performance.now()
  const answers = await Promise.all(
    sockets.map((socket, index) => answerTo(socket, requests[index] ?? '', began)),
  )
  const taken = answers.filter((each) => each !== null)
  process.send?.({ taken, refused: answers.length - taken.length } satisfies Answers, () => process.exit())
})

function requestOf({ host, pathname }: URL, { headers, body }: Message): string {
  const lines = Object.entries({ host, ...headers, 'content-length': Buffer.byteLength(body) })
  return [`POST ${pathname} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\r\n',
  )
}

async function connected({ hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

/** The milliseconds until the delivery was accepted; null when it was not. */
async function answerTo(socket: Socket, request: string, began: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  socket.once('data', (answer) => {
    resolve(answer.toString('latin1').startsWith('HTTP/1.1 202 ') ? performance.now() - began : null)
  })
  socket.once('close', () => resolve(null))
  socket.on('error', () => {})
  const timer = setTimeout(() => socket.destroy(), began + LONGEST_MS - performance.now())
  socket.write(request)
  const taken = await promise
  clearTimeout(timer)
  socket.destroy()
  return taken
}
