import { isBlocking } from '../commands/effects.ts'
import type { Timestamp } from '../facts/ids.ts'
import { entriesOf, type Ledger } from './append.ts'
import { type EntryOf, type Revision, writtenAt } from './entry.ts'
import { actOf, type RecordedCommand, type RecordedWord } from './recorded-command.ts'

/** A time in which another pull request carried the decision (V7): between these entries, `end` null until it ends. */
interface Carried {
  readonly start: EntryOf<'state'>
  readonly end: EntryOf<'state'> | null
}

/**
 * Returns a function that tells whether a command counts for nothing, because another pull request carried the decision
 * when its post was first written (V7). An entry tells the earliest and the latest time of a change: in between, what
 * blocks counts and what consents does not (C0).
 */
export function carriedTest(ledger: Ledger): (first: Revision, command: RecordedCommand) => boolean {
  const times = carriedTimes(ledger)
  if (times.length === 0) return () => false
  return (first, command) => {
    if (ANSWERED_ANYWHERE.has(command.word)) return false
    const isWithin = isBlocking(actOf(command)) ? isSurelyWithin : mayBeWithin
    return times.some((each) => isWithin(each, writtenAt(first), first.seen))
  }
}

/** They change nothing, wherever the decision is made. */
const ANSWERED_ANYWHERE: ReadonlySet<RecordedWord> = new Set(['help', 'status', 'refresh'])

/** Returns whether another pull request carries the decision by what was seen last. */
export function isCarriedIn(ledger: Ledger): boolean {
  return carriedTimes(ledger).at(-1)?.end === null
}

function carriedTimes(ledger: Ledger): readonly Carried[] {
  const changes = entriesOf(ledger, 'state')
    .filter(({ to }) => to === 'carried' || to === 'own')
    .toSorted((one, other) => (one.seen < other.seen ? -1 : Number(one.seen > other.seen)))
  const times: Carried[] = []
  for (const change of changes) {
    const last = times.at(-1)
    if (change.to === 'carried' && last?.end !== null) times.push({ start: change, end: null })
    else if (change.to === 'own' && last?.end === null) times[times.length - 1] = { ...last, end: change }
  }
  return times
}

/** A read that was the last one before the change shows what was posted before it. */
function mayBeWithin({ start, end }: Carried, written: Timestamp, seen: Timestamp): boolean {
  const isAfter = written > start.at || (written === start.at && seen > start.at)
  return isAfter && (end === null || written <= end.seen)
}

function isSurelyWithin({ start, end }: Carried, written: Timestamp, seen: Timestamp): boolean {
  return start.seen < written && (end === null || written < end.at || seen <= end.at)
}
