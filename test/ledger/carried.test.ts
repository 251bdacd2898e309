import { describe, expect, it } from 'vitest'
import { isCarriedIn } from '../../src/ledger/carried.ts'
import type { Entry, EntryOf } from '../../src/ledger/entry.ts'
import { fold } from '../../src/ledger/fold.ts'
import type { RecordedWord } from '../../src/ledger/recorded-command.ts'
import { ADA, consentsIn, ledgerOf, post, time } from './told.ts'

/** Another pull request carries the decision, or this one does again: since when at the earliest, and when it was seen. */
function state(to: 'carried' | 'own', at: number, seen: number): EntryOf<'state'> {
  return { kind: 'state', at: time(at), seen: time(seen), from: 'read', to, by: null }
}

/** Whether a command counts that was posted in a second and first seen in another one. */
function counts(word: RecordedWord, at: number, seen: number, ...states: readonly Entry[]): boolean {
  const folded = fold(ledgerOf(...states, post(at, ADA, [word], { seen: time(seen) })))
  return !folded.notCounted.some(({ why }) => why === 'carried by another')
}

const CARRIED = [state('carried', 10, 20), state('own', 40, 50)]

describe('V7: what was posted while another pull request carried the decision', () => {
  it('counts for nothing, also once this one decides again', () => {
    const posts = [post(25, ADA, ['commit']), post(30, ADA, ['object'])]
    const folded = fold(ledgerOf(...CARRIED, ...posts))
    expect([consentsIn(folded), folded.objections]).toEqual([[], []])
    expect(folded.notCounted.map(({ word, why }) => `${word}: ${why}`)).toEqual([
      'commit: carried by another',
      'object: carried by another',
    ])
  })

  it('ends nothing that counted before', () => {
    const folded = fold(ledgerOf(...CARRIED, post(5, ADA, ['commit']), post(30, ADA, ['withdraw'])))
    expect(consentsIn(folded)).toEqual([`${ADA} committed a`])
  })

  it.each<[string, RecordedWord, number, number, boolean]>([
    ['consent counts that a read before it showed', 'commit', 10, 10, true],
    ['consent does not count that came after that read', 'commit', 10, 20, false],
    ['consent does not count that came before it was seen', 'commit', 15, 20, false],
    ['a block counts that came before it was seen', 'object', 15, 20, true],
    ['a block counts of the second in which it was seen', 'object', 20, 20, true],
    ['a block does not count after that', 'object', 21, 21, false],
    ['a block does not count that was seen while it lasted', 'object', 40, 40, false],
    ['a block counts that was seen when it had ended', 'object', 40, 50, true],
    ['consent does not count before it was seen to have ended', 'commit', 45, 50, false],
    ['consent counts after that', 'commit', 51, 51, true],
    ['a question is answered anywhere', 'status', 30, 30, true],
  ])('in doubt blocks and does not consent (C0): %s', (_, word, at, seen, expected) => {
    expect(counts(word, at, seen, ...CARRIED)).toBe(expected)
  })

  it.each<[string, readonly Entry[], boolean]>([
    ['nothing was seen', [], false],
    ['it began', [state('carried', 1, 2)], true],
    ['it ended', CARRIED, false],
    ['it began again', [...CARRIED, state('carried', 60, 70)], true],
  ])('is known to go on or not: %s', (_, states, expected) => {
    expect(isCarriedIn(ledgerOf(...states))).toBe(expected)
  })
})
