import type { IncomingMessage, ServerResponse } from 'node:http'

// Long enough for the sender to read the answer, short enough not to hold the connection.
const PATIENCE_MS = 2_000
// Discarded data stays in memory until garbage collection, so no more than this is read from one sender.
const MOST_HEARD = 128 * 1024

/**
 * Answers a request whose body was not read, and closes the connection. Discards what the sender still sends
 * for a moment first: a connection that is closed while its sender writes loses the answer.
 */
export function rejectRequest(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): void {
  const text = `${message}\n`
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    // The unread rest of the body must not be parsed as the next request.
    connection: 'close',
  })
  response.write(text)
  const end = () => {
    clearTimeout(timer)
    request.off('end', end).off('close', end)
    response.end()
  }
  const timer = setTimeout(end, PATIENCE_MS)
  let heard = 0
  request.on('data', (chunk: Buffer) => {
    heard += chunk.length
    if (heard > MOST_HEARD) request.pause()
  })
  request.on('end', end).on('close', end).resume()
}
