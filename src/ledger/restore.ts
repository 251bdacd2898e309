import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { append, join, type Ledger, NO_LEDGER } from './append.ts'
import type { Decoded } from './decode.ts'
import type { Trace } from './encode.ts'
import type { Entry } from './entry.ts'

/** What is known of a pull request's ledger: the database, the copies that were found, and the traces of it. */
export interface Found {
  /** Null where the database has none. */
  readonly own: Ledger | null
  /** Of runs on every commit of the pull request and of its force-push events. */
  readonly copies: readonly Decoded[]
  /** What runs say in `external_id`; for a comment or a review request of the App, a length of one. */
  readonly traces: readonly Trace[]
}

/** How a ledger begins that is new, or lost and begun again. */
export interface Beginning {
  readonly at: Timestamp
  readonly rules: number
  readonly author: UserId | null
  /** Every commit that can still be read and may have been the tip (S6). */
  readonly commits: readonly CommitSha[]
}

/**
 * `whole`: the database has it. `restored`: a copy was as long as its trace. `new`: the App left no trace. `former`: it
 * left those of a version without a ledger, so that nobody has to speak again. `lost`: it left one, and no ledger as long as that was found. `newer`: a newer version wrote one, which is left to servers of that
 * version: publish no success, and do not begin another (L4).
 */
export interface Restored {
  readonly how: 'whole' | 'restored' | 'new' | 'former' | 'lost' | 'newer'
  readonly ledger: Ledger
}

/**
 * Returns the ledger to continue with: everything that was found, joined and never replaced (L3). One that is lost
 * begins again: what blocks in it counts, and whatever consents must be posted again.
 */
export function restore({ own, copies, traces }: Found, beginning: Beginning): Restored {
  const found = copies.flatMap((copy) => (copy.kind === 'ledger' ? [copy.ledger] : []))
  const joined = [...(own ? [own] : []), ...found].reduce(join, NO_LEDGER)
  const needed = Math.max(0, ...traces.map(({ length }) => length))
  const isLongEnough = (ledger: Ledger) => ledger.length > 0 && ledger.length >= needed
  if (copies.some(({ kind }) => kind === 'newer')) return { how: 'newer', ledger: joined }
  if (own && isLongEnough(own)) return { how: 'whole', ledger: joined }
  // Together they may be longer and still lack what the trace tells of: one of them must be long enough.
  if (found.some(isLongEnough)) return { how: 'restored', ledger: joined }
  if (needed > 0 || joined.length > 0) return { how: 'lost', ledger: lost(joined, needed, beginning) }
  return { how: 'new', ledger: append(NO_LEDGER, [headerOf(beginning, 'new')]) }
}

/** It is longer than its trace, so that what is written next is found again. */
function lost(joined: Ledger, needed: number, beginning: Beginning): Ledger {
  const { at } = beginning
  const tips = beginning.commits.map((commit): Entry => {
    // In doubt each was the tip while the pull request was ready, so that whom it names is required (S6).
    return { kind: 'tip', at, seen: at, from: 'read', commit, before: null, how: 'possible', isReady: null }
  })
  const length = Math.max(joined.length, needed)
  return append({ ...joined, length }, [headerOf(beginning, 'lost'), ...tips])
}

function headerOf({ at, rules, author }: Beginning, begun: 'new' | 'lost'): Entry {
  return {
    kind: 'header',
    at,
    seen: at,
    from: 'read',
    rules,
    author,
    begun,
    consentsAfter: at,
    judgedUntil: [],
  }
}
