import type { IncomingMessage } from 'node:http'
import type { Share } from './body-budget.ts'

export type BodyRead =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too large' }
  /** The sender went away, or the server's time limit closed the connection. */
  | { readonly kind: 'cut off' }

/** What nobody has to wait for. Nearly all deliveries are smaller. */
const SMALL = 128 * 1024

/** Whether the headers say that the body is larger. */
export function isAnnouncedLarger(request: IncomingMessage, maxBytes: number): boolean {
  return Number(request.headers['content-length']) > maxBytes
}

/**
 * Reads a request's body and stops at the first byte beyond `maxBytes`, whatever the headers promised. A body that is
 * not small is read no further until there is room for it; its share is the caller's to give back.
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
    // Stays for good: an error event without a listener would end the process, and 'close' follows it.
    request.on('error', () => {})
  })
}
