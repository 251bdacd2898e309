import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { TeamId } from '../facts/ids.ts'
import type { Ledger } from './append.ts'
import { toColumns } from './columns.ts'
import { effectivePart } from './effective.ts'
import type { Digest } from './recorded-command.ts'
import { shownPart } from './shown.ts'

/** The version of the encoding. The version of the rules stands in the ledger's header (L4). */
export const ENCODING_VERSION = 1

/** What a copy may take in `output.text`, of which GitHub takes 65,535 bytes (L3). */
export const MOST_COPY_BYTES = 48_000

/** A copy for `output.text`, and how a run tells of it in `external_id`. */
export interface Copy {
  readonly text: string
  readonly trace: Trace
}

/** That a ledger of this length was there, and the digest of its copy; null where it had none. */
export interface Trace {
  readonly length: number
  readonly digest: Digest | null
}

/**
 * Returns the copy of a ledger that a check run carries: what has an effect, and every reader of the repository may
 * know (L3). Where that is too much, there is only the trace: a ledger that is lost then consents to nothing.
 */
export function encode(ledger: Ledger, visibleTeams: ReadonlySet<TeamId>): Copy | { readonly trace: Trace } {
  const { length } = ledger
  const { entries } = effectivePart(shownPart(ledger, visibleTeams))
  // What was seen until the newest sight was judged: an older post that is not in the copy consents to nothing.
  const sights = ledger.entries.flatMap((entry) =>
    entry.kind === 'header' ? [entry.seen, ...entry.judgedUntil] : [entry.seen],
  )
  const judgedUntil = sights.toSorted().at(-1) ?? null
  const packed = gzipSync(JSON.stringify({ length, judgedUntil, ...toColumns(entries) }), { level: 9 })
  // Standard base64: base64url can contain `--`, which ends an HTML comment in some readers.
  const text = `<!-- rfc-alignment ledger=${ENCODING_VERSION} ${packed.toString('base64')} -->`
  if (Buffer.byteLength(text) > MOST_COPY_BYTES) return { trace: { length, digest: null } }
  return { text, trace: { length, digest: copyDigest(text) } }
}

/** Returns the digest by which a run vouches for the copy in its text. */
export function copyDigest(copy: string): Digest {
  return createHash('sha256').update(copy).digest('hex').slice(0, 16)
}
