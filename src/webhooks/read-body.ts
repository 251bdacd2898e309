import type { IncomingMessage } from 'node:http'
import type { Share } from './body-budget.ts'

export type BodyRead =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  /** The sender disconnected, or the server's time limit closed the connection. */
  | { readonly kind: 'cut off' }

/** Bodies up to this size never wait for the budget. Nearly all deliveries are smaller. */
const SMALL = 128 * 1024

/** Whether `Content-Length` exceeds the limit. */
export function isAnnouncedLarger(request: IncomingMessage, maxBytes: number): boolean {
  return Number(request.headers['content-length']) > maxBytes
}

/**
 * Reads a request's body and stops at the first byte beyond `maxBytes`, whatever the headers say. Reading a
 * body that is not small pauses until the budget allows it; the caller releases the share.
 */
export function readBody(request: IncomingMessage, maxBytes: number, share: Share): Promise<BodyRead> {
  if (isAnnouncedLarger(request, maxBytes)) return Promise.resolve({ kind: 'too large' })
  const announced = Number(request.headers['content-length'] ?? maxBytes)
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    let hasRoom = announced <= SMALL
    const finish = (read: BodyRead) => {
      request.off('data', take).off('end', whole).off('close', cutOff)
      chunks = []
      resolve(read)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) return finish({ kind: 'too large' })
      chunks.push(chunk)
      if (hasRoom || size <= SMALL) return
      hasRoom = true
      request.pause()
      void share.take(announced).then(() => request.resume())
    }
    const whole = () => finish({ kind: 'whole', bytes: Buffer.concat(chunks, size) })
    const cutOff = () => finish({ kind: 'cut off' })
    request.on('data', take).on('end', whole).on('close', cutOff)
    // Never removed: an error event without a listener would end the process, and 'close' follows it.
    request.on('error', () => {})
  })
}
