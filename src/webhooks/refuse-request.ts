import type { IncomingMessage, ServerResponse } from 'node:http'

// Long enough for a sender to read the answer, short enough to be no burden.
const PATIENCE_MS = 2_000
// What is thrown away is garbage until V8 looks: of a hundred senders at once no more than they may cost.
const MOST_HEARD = 128 * 1024

/**
 * Answers a request whose body was not read, and ends the connection. What is still being sent is thrown away for a
 * moment first: a connection that is closed while its sender writes loses the answer. Who goes on is not read any more.
 */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): void {
  const text = `${message}\n`
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    // What was not read of the body must not be taken for the next request.
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
