import { isConsent } from '../commands/effects.ts'
import type { Trace } from '../facts/external-id.ts'
import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { append, entriesOf, join, type Ledger, NO_LEDGER } from './append.ts'
import type { Decoded } from './decode.ts'
import {
  type Entry,
  type EntryOf,
  type FirstSight,
  type Identity,
  identityOf,
  type Revision,
  writtenAt,
} from './entry.ts'
import { actOf } from './recorded-command.ts'

/** What is known of a pull request's ledger: the database, the copies that were found, and the traces of it. */
export interface Found {
  /** Null where the database has none. */
  readonly own: Ledger | null
  /** The copies that this database may not have: each must be joined, or the ledger is lost. */
  readonly copies: readonly Decoded[]
  /** What runs say in `external_id`; for a comment or a review request of the App, a length of one. */
  readonly traces: readonly Trace[]
  /** Whether all that the App left is of a version before the ledger. */
  readonly isFormer: boolean
}

/** How a ledger begins that is new, or lost and begun again. */
export interface Beginning {
  readonly at: Timestamp
  /** When the pull request was opened. */
  readonly opened: Timestamp
  /** The version of the rules of this server. */
  readonly rules: number
  readonly author: UserId | null
  /** Every commit that can still be read and may have been the tip (S6). */
  readonly commits: readonly CommitSha[]
}

/**
 * `whole`: the database has it. `joined`: it has one that is long enough, and a copy told more, which is to be stored.
 * `restored`: a copy was as long as its trace. `new`: the App left no trace. `former`: it
 * left what a version before the ledger writes, and nobody has to speak again. `lost`: it left a trace, and no ledger as
 * long as that was found, or a copy that the database may not have is unreadable. `newer`: a newer version wrote one,
 * which is left to servers of that version: publish no success, and do not begin another (L4).
 */
export interface Restored {
  readonly how: 'whole' | 'joined' | 'restored' | 'new' | 'former' | 'lost' | 'newer'
  readonly ledger: Ledger
}

/**
 * Returns the ledger to continue with: everything that was found, joined and never replaced (L3). One that is lost
 * begins again: what blocks in it counts, and whatever consents must be posted again.
 */
export function restore({ own, copies, traces, isFormer }: Found, beginning: Beginning): Restored {
  const found = copies.flatMap((copy) => (copy.kind === 'ledger' ? [copy.ledger] : []))
  const joined = joinAll(own, found)
  const needed = Math.max(0, ...traces.map(({ length }) => length))
  const header = headerIn(joined)
  const isNewer = header !== null && header.rules > beginning.rules
  if (isNewer || copies.some(({ kind }) => kind === 'newer')) return { how: 'newer', ledger: joined }
  const isWhole = (ledger: Ledger) => headerIn(ledger) !== null && ledger.length >= needed
  const isLost = copies.some(({ kind }) => kind !== 'ledger')
  if (!isLost && own && isWhole(own)) return { how: joined === own ? 'whole' : 'joined', ledger: joined }
  // Together they may be longer and still lack what the trace tells of: one of them must be long enough.
  if (!isLost && found.some(isWhole)) return { how: 'restored', ledger: joined }
  if (needed > 0 || header !== null) return { how: 'lost', ledger: lost(joined, needed, beginning) }
  const how = isFormer ? 'former' : 'new'
  return { how, ledger: append(joined, [headerOf(beginning, how)]) }
}

function joinAll(own: Ledger | null, copies: readonly Ledger[]): Ledger {
  if (own === null) return joinLongest(copies)
  const news = copies.filter((copy) => !isKnown(own, copy))
  return news.length === 0 ? own : joinLongest([...news.map((copy) => withSights(copy, own)), own])
}

function joinLongest(ledgers: readonly Ledger[]): Ledger {
  const longestFirst = [...ledgers].sort((one, other) => other.length - one.length)
  return longestFirst.reduce(joinShorter, NO_LEDGER)
}

/**
 * Whether a copy is taken for one that the database wrote itself, for it has every entry of it: until when posts were
 * judged in it concerns only those who do not have what was judged. Were it of another database that knows of a deletion,
 * the post is missing in the next complete read, before which there is no success (V6).
 */
function isKnown(own: Ledger, copy: Ledger): boolean {
  const known = byIdentity(own)
  const entries = withSights(copy, own).entries.map((entry) => withTimes(entry, known))
  return own.length >= copy.length && append(own, entries) === own
}

/**
 * Joins a shorter ledger to a longer one. Of what was judged a copy has only what still had an effect, so that a post
 * which it has not may have been taken back: it consents to nothing, although the shorter ledger saw it in time.
 */
function joinShorter(longer: Ledger, shorter: Ledger): Ledger {
  const header = headerIn(longer)
  const until = header?.judgedUntil.at(-1)
  const joined = join(longer, shorter)
  if (!header || until === undefined) return joined
  const posts = new Set(revisionsIn(longer).map(({ post }) => post))
  const leftOut = revisionsIn(shorter).filter((each) => writtenAt(each) <= until && !posts.has(each.post))
  return append(joined, [{ ...header, leftOut: leftOut.filter(mayConsent).map(({ post }) => post) }])
}

function revisionsIn(ledger: Ledger): readonly Revision[] {
  return [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')]
}

function mayConsent({ commands }: Revision): boolean {
  return commands.some((command) => isConsent(actOf(command)))
}

function byIdentity({ entries }: Ledger): ReadonlyMap<Identity, Entry> {
  return new Map(entries.map((entry) => [identityOf(entry), entry]))
}

/** Returns a copy with what a copy never tells: who is in a secret team. */
function withSights(copy: Ledger, own: Ledger): Ledger {
  const known = byIdentity(own)
  const entries = copy.entries.map((entry): Entry => {
    const before = known.get(identityOf(entry))
    if (!('firstSight' in entry) || before?.kind !== entry.kind) return entry
    return tellsNoMore(entry.firstSight, before.firstSight)
      ? { ...entry, firstSight: before.firstSight }
      : entry
  })
  return { entries, length: copy.length }
}

function withTimes(entry: Entry, known: ReadonlyMap<Identity, Entry>): Entry {
  const own = known.get(identityOf(entry))
  return entry.kind === 'header'
    ? { ...entry, judgedUntil: own?.kind === 'header' ? own.judgedUntil : [] }
    : entry
}

function tellsNoMore(copied: FirstSight | null, own: FirstSight | null): boolean {
  if (copied === null || own === null) return false
  return copied.at === own.at && copied.teams.every((team) => own.teams.includes(team))
}

function headerIn(ledger: Ledger): EntryOf<'header'> | null {
  return entriesOf(ledger, 'header')[0] ?? null
}

/** It is longer than its trace, so that what is written next is found again. */
function lost(joined: Ledger, needed: number, beginning: Beginning): Ledger {
  const { at } = beginning
  const tips = beginning.commits.map((commit): Entry => {
    // In doubt each was the tip while the pull request was ready, so that whom it names is required (S6).
    return { kind: 'tip', at, seen: at, from: 'read', commit, before: null, how: 'possible', isReady: null }
  })
  const length = Math.max(joined.length, needed) + 1
  return append({ ...joined, length }, [headerOf(beginning, 'lost'), ...tips])
}

function headerOf({ at, opened, rules, author }: Beginning, begun: EntryOf<'header'>['begun']): Entry {
  return {
    kind: 'header',
    at,
    seen: at,
    from: 'read',
    rules,
    author,
    begun,
    consentsAfter: begun === 'former' ? opened : at,
    judgedUntil: [],
    leftOut: [],
  }
}
