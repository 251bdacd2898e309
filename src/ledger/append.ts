import { byTime } from '../facts/time.ts'
import { type Entry, type EntryKind, type EntryOf, type Identity, identityOf } from './entry.ts'
import { sameEvidence } from './same-evidence.ts'

/** The evidence about one pull request, each piece once, in order of GitHub's time and then identity (L1). */
export interface Ledger {
  readonly entries: readonly Entry[]
  /** How many entries there ever were. A restored copy has fewer than that: those that still have an effect (L3). */
  readonly length: number
}

/** A ledger without any evidence. */
export const NO_LEDGER: Ledger = { entries: [], length: 0 }

/** Returns the ledger with more evidence. The same evidence twice appends nothing, and returns the same ledger. */
export function append(ledger: Ledger, more: readonly Entry[]): Ledger {
  const before = new Map(ledger.entries.map((entry) => [identityOf(entry), entry]))
  const after = new Map(before)
  for (const entry of more) put(after, entry)
  const isUnchanged = [...after].every(([identity, entry]) => isEqual(entry, before.get(identity)))
  if (isUnchanged) return ledger
  return { entries: inOrder(after), length: ledger.length + after.size - before.size }
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
export function entriesOf<K extends EntryKind>({ entries }: Ledger, kind: K): readonly EntryOf<K>[] {
  const found: readonly unknown[] = entries.filter((entry) => entry.kind === kind)
  return found as readonly EntryOf<K>[]
}

/** Each entry is told as two are, so that its lists are in one order, each part once. */
function put(entries: Map<Identity, Entry>, told: Entry): void {
  const entry = sameEvidence(told, told)
  const identity = identityOf(entry)
  const known = entries.get(identity)
  entries.set(identity, known ? sameEvidence(known, entry) : entry)
}

function inOrder(entries: ReadonlyMap<Identity, Entry>): readonly Entry[] {
  return [...entries]
    .sort(([a, one], [b, other]) => byTime(one.at, other.at) || (a < b ? -1 : 1))
    .map(([, entry]) => entry)
}

function isEqual(one: Entry, other: Entry | undefined): boolean {
  return one === other || (other !== undefined && JSON.stringify(one) === JSON.stringify(other))
}
