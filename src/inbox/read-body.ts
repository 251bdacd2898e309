import type { IncomingMessage } from 'node:http'

export type BodyRead =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  /** The sender went away, or the server's time limit closed the connection. */
  | { readonly kind: 'cut off' }

/** Reads a request's body and stops at the first byte beyond `maxBytes`, whatever the headers promised. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyRead> {
  if (Number(request.headers['content-length']) > maxBytes) return Promise.resolve({ kind: 'too large' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (read: BodyRead) => {
      request.off('data', take).off('end', whole).off('close', cutOff)
      resolve(read)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) finish({ kind: 'too large' })
      else chunks.push(chunk)
    }
    const whole = () => finish({ kind: 'whole', bytes: Buffer.concat(chunks, size) })
    const cutOff = () => finish({ kind: 'cut off' })
    request.on('data', take).on('end', whole).on('close', cutOff)
    // Stays for good: an error event without a listener would end the process, and 'close' follows it.
    request.on('error', () => {})
  })
}
