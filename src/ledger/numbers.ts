import type { ObjectionNumber, Timestamp } from '../facts/ids.ts'
import { entriesOf, type Ledger } from './append.ts'
import type { EntryOf } from './entry.ts'
import type { Used } from './events.ts'
import type { Objection } from './state.ts'

type Number = EntryOf<'number'>

/**
 * Returns a function that numbers objections in the order they are asked for: with the number on record, otherwise with
 * the next free one (P5). Where two ledgers gave one number twice, the earlier objection keeps it.
 */
export function numberer(ledger: Ledger): (used: Used) => ObjectionNumber {
  const given = givenNumbers(ledger)
  let highest = Math.max(0, ...given.values())
  return ({ revision: { post }, command: { line } }) => {
    const number = given.get(keyOf({ post, line }))
    // Raised again in the same words after it was edited away, it is another objection.
    given.delete(keyOf({ post, line }))
    return number ?? ++highest
  }
}

/** Returns the numbers to put on record, so that they never move (P5). */
export function numbersToRecord(
  ledger: Ledger,
  objections: readonly Objection[],
  seen: Timestamp,
): readonly Number[] {
  const given = givenNumbers(ledger)
  return objections
    .filter((objection) => !given.has(keyOf(objection)))
    .map(({ at, post, line, number }) => ({ kind: 'number', at, seen, from: 'read', post, line, number }))
}

function givenNumbers(ledger: Ledger): Map<string, ObjectionNumber> {
  const given = new Map<string, ObjectionNumber>()
  const taken = new Set<ObjectionNumber>()
  const byNumber = entriesOf(ledger, 'number').toSorted((a, b) => a.number - b.number)
  for (const entry of byNumber) {
    if (given.has(keyOf(entry)) || taken.has(entry.number)) continue
    given.set(keyOf(entry), entry.number)
    taken.add(entry.number)
  }
  return given
}

function keyOf({ post, line }: Pick<Number, 'post' | 'line'>): string {
  return `${post} ${line}`
}
