import { gzipSync } from 'node:zlib'
import { shortDigest, type Trace } from '../facts/external-id.ts'
import type { TeamId } from '../facts/ids.ts'
import type { Ledger } from './append.ts'
import { toColumns } from './columns.ts'
import { effectivePart, newsOf } from './effective.ts'
import { shownPart } from './shown.ts'

/** The version of the encoding. The version of the rules stands in the ledger's header (L4). */
export const ENCODING_VERSION = 1

/** What a copy may take in `output.text`, of which GitHub takes 65,535 bytes (L3). */
export const MOST_COPY_BYTES = 48_000

/** A copy for `output.text`. */
export interface Copy {
  /** Null where it would be too large: a ledger that is lost then consents to nothing. */
  readonly text: string | null
  /** How a run tells of it in `external_id`. */
  readonly trace: Trace
  /** What a run that has it is written anew for; the same where only the tip was seen again (V4). */
  readonly news: string
}

/**
 * Returns the copy of a ledger that a check run carries: what has an effect, and every reader of the repository may
 * know (L3).
 */
export function encode(ledger: Ledger, visibleTeams: ReadonlySet<TeamId>): Copy {
  const { length } = ledger
  const shown = shownPart(ledger, visibleTeams)
  const { entries } = effectivePart(shown)
  const news = newsOf(shown)
  // What was seen until the newest sight was judged: an older post that is not in the copy consents to nothing.
  const sights = ledger.entries.flatMap((entry) =>
    entry.kind === 'header' ? [entry.seen, ...entry.judgedUntil] : [entry.seen],
  )
  const judgedUntil = sights.toSorted().at(-1) ?? null
  const packed = gzipSync(JSON.stringify({ length, judgedUntil, ...toColumns(entries) }), { level: 9 })
  // Standard base64: base64url can contain `--`, which ends an HTML comment in some readers.
  const text = `<!-- rfc-alignment ledger=${ENCODING_VERSION} ${packed.toString('base64')} -->`
  if (Buffer.byteLength(text) > MOST_COPY_BYTES) return { text: null, trace: { length, digest: null }, news }
  return { text, trace: { length, digest: shortDigest(text) }, news }
}
