import { byTime } from '../facts/time.ts'
import { type Entry, type EntryKind, type EntryOf, type Identity, identityOf, textOf } from './entry.ts'
import { sameEvidence } from './same-evidence.ts'

/**
 * The evidence about one pull request, each piece once, in order of GitHub's time (L1). In one second what happens to a post
 * comes after it; then identity decides.
 */
export interface Ledger {
  readonly entries: readonly Entry[]
  /** How many entries there ever were. A restored copy has fewer than that: those that still have an effect (L3). */
  readonly length: number
}

/** A ledger without any evidence. */
export const NO_LEDGER: Ledger = { entries: [], length: 0 }

/** A ledger with more evidence, and the entries by which it differs from before. */
export interface Appended {
  readonly ledger: Ledger
  readonly changed: readonly Entry[]
}

/** Returns the ledger with more evidence. The same evidence twice appends nothing, and returns the same ledger. */
export function append(ledger: Ledger, more: readonly Entry[]): Ledger {
  return appended(ledger, more).ledger
}

/** Appends evidence, and tells what changed by it. */
export function appended(ledger: Ledger, more: readonly Entry[]): Appended {
  const known = byIdentity(ledger)
  const changed = new Map<Identity, Entry>()
  for (const told of more) {
    const entry = sameEvidence(told, told)
    const identity = identityOf(entry)
    const before = changed.get(identity) ?? known.get(identity)
    const after = before ? sameEvidence(before, entry) : entry
    if (!isEqual(after, before)) changed.set(identity, after)
  }
  if (changed.size === 0) return { ledger, changed: [] }
  const entries = new Map([...known, ...changed])
  const next = { entries: inOrder(entries), length: ledger.length + entries.size - known.size }
  BY_IDENTITY.set(next, entries)
  return { ledger: next, changed: [...changed.values()] }
}

/** The entries of each ledger by identity, which never change. */
const BY_IDENTITY = new WeakMap<Ledger, ReadonlyMap<Identity, Entry>>()

function byIdentity(ledger: Ledger): ReadonlyMap<Identity, Entry> {
  const known = BY_IDENTITY.get(ledger)
  if (known) return known
  const entries = new Map(ledger.entries.map((entry) => [identityOf(entry), entry]))
  BY_IDENTITY.set(ledger, entries)
  return entries
}

/**
 * Returns the union of two ledgers (L3). Whichever of them comes first, and however often they are joined, the result is
 * the same.
 */
export function join(one: Ledger, other: Ledger): Ledger {
  const entries = new Map<Identity, Entry>()
  for (const entry of [...one.entries, ...other.entries]) put(entries, entry)
  return { entries: inOrder(entries), length: Math.max(one.length, other.length, entries.size) }
}

/** Returns the entries of one kind, in order. */
export function entriesOf<K extends EntryKind>(ledger: Ledger, kind: K): readonly EntryOf<K>[] {
  return (byKind(ledger).get(kind) ?? []) as readonly unknown[] as readonly EntryOf<K>[]
}

const byKind = perLedger(({ entries }) => Map.groupBy(entries, ({ kind }) => kind))

/** Returns a function that makes something of each ledger once, for a ledger never changes. */
export function perLedger<Made>(make: (ledger: Ledger) => Made): (ledger: Ledger) => Made {
  const known = new WeakMap<Ledger, { readonly made: Made }>()
  return (ledger) => {
    const before = known.get(ledger)
    if (before) return before.made
    const made = make(ledger)
    known.set(ledger, { made })
    return made
  }
}

/** Each entry is joined with itself first, so that its lists are in one order and have each part once. */
function put(entries: Map<Identity, Entry>, told: Entry): void {
  const entry = sameEvidence(told, told)
  const identity = identityOf(entry)
  const known = entries.get(identity)
  entries.set(identity, known ? sameEvidence(known, entry) : entry)
}

function inOrder(entries: ReadonlyMap<Identity, Entry>): readonly Entry[] {
  return [...entries]
    .sort(
      ([a, one], [b, other]) => byTime(one.at, other.at) || turnOf(one) - turnOf(other) || (a < b ? -1 : 1),
    )
    .map(([, entry]) => entry)
}

/** In which turn what happened in one second is told: a post, its edits, and what ends it. */
function turnOf({ kind }: Entry): number {
  return LATER[kind] ?? 0
}

const LATER: Partial<Record<EntryKind, number>> = { edit: 1, dismissal: 2, removal: 2 }

function isEqual(one: Entry, other: Entry | undefined): boolean {
  return one === other || (other !== undefined && textOf(one) === textOf(other))
}
