import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { shortDigest, type Trace } from '../facts/external-id.ts'
import { append, type Ledger, NO_LEDGER } from './append.ts'
import { fromColumns } from './columns.ts'
import { ENCODING_VERSION, MOST_COPY_BYTES } from './encode.ts'
import { readEntry } from './entry-schema.ts'

/** A ledger read from a copy, or why there is none. */
export type Decoded =
  | { readonly kind: 'ledger'; readonly ledger: Ledger }
  /** `newer`: written by a newer version of this App, which this one cannot interpret (L4). */
  | { readonly kind: 'none' | 'unreadable' | 'newer'; readonly why: string }

const COPY = /<!-- rfc-alignment ledger=(\d{1,9}) ([A-Za-z0-9+/]+={0,2}) -->$/

/** A copy that unpacks to more than this is none of ours. */
const MOST_UNPACKED_BYTES = 16_000_000

const copySchema = z.strictObject({
  length: z.int().nonnegative(),
  judgedUntil: z.string().nullable(),
  commits: z.array(z.string()),
  columns: z.record(z.string(), z.array(z.array(z.unknown()))),
})

/**
 * Reads the copy at the end of a run's text. Returns a problem for anything that this version did not write whole, and
 * never throws. `trace` is what the run's `external_id` says of it.
 */
export function decode(outputText: string, trace: Trace): Decoded {
  const [copy, version, packed = ''] = COPY.exec(outputText.trimEnd().slice(-MOST_COPY_BYTES)) ?? []
  if (copy === undefined) return { kind: 'none', why: 'the run has no copy of a ledger' }
  if (Number(version) > ENCODING_VERSION)
    return { kind: 'newer', why: `the copy has version ${version}, and this App reads ${ENCODING_VERSION}` }
  if (Number(version) !== ENCODING_VERSION)
    return { kind: 'unreadable', why: 'the copy has no known version' }
  if (shortDigest(copy) !== trace.digest)
    return { kind: 'unreadable', why: 'the copy is not the one that its run vouches for' }
  const read = unpack(packed)
  if (read === null || read.length !== trace.length)
    return { kind: 'unreadable', why: 'the copy cannot be unpacked' }
  const entries = fromColumns(read)
  const header = entries?.find((entry) => entry.kind === 'header')
  if (!entries || !header) return { kind: 'unreadable', why: 'the copy has entries of no known shape' }
  const judged = readEntry({ ...header, judgedUntil: [read.judgedUntil] })
  if (!judged) return { kind: 'unreadable', why: 'the copy does not say until when posts were judged' }
  return {
    kind: 'ledger',
    ledger: { entries: append(NO_LEDGER, [...entries, judged]).entries, length: read.length },
  }
}

/** Reads a copy that no run vouches for, as `decode` does: to be shown to people, and never to be judged by. */
export function decodeUnvouched(outputText: string): Decoded {
  const [copy, , packed = ''] = COPY.exec(outputText.trimEnd().slice(-MOST_COPY_BYTES)) ?? []
  const digest = copy === undefined ? null : shortDigest(copy)
  return decode(outputText, { length: unpack(packed)?.length ?? 0, digest })
}

function unpack(packed: string): z.infer<typeof copySchema> | null {
  try {
    const text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_UNPACKED_BYTES })
    return copySchema.safeParse(JSON.parse(text.toString())).data ?? null
  } catch {
    return null
  }
}
