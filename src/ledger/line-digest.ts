import { createHmac } from 'node:crypto'
import type { Digest } from './recorded-command.ts'

/**
 * Returns the digest of a text that somebody wrote. It is keyed with a secret of the App: with a plain digest, a reader of
 * a copy of the ledger could confirm a guess at a short line, also of a deleted post (L3). With another secret a line
 * counts as changed, and what blocks in it as said again.
 */
export function lineDigest(secret: string, text: string): Digest {
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 16)
}
