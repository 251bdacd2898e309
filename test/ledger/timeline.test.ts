import { describe, expect, it } from 'vitest'
import type { CommitSha } from '../../src/facts/ids.ts'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry, EntryOf } from '../../src/ledger/entry.ts'
import { timelineOf } from '../../src/ledger/timeline.ts'
import { rfc } from '../rfc-text.ts'
import { account } from '../rules/account.ts'
import { FILE, named } from '../rules/story.ts'
import { commit, header, time } from './told.ts'

type Tip = EntryOf<'tip'>

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(commit) as [CommitSha, CommitSha, CommitSha, CommitSha]
const EVIDENCE = { kind: 'tip', isReady: true } as const

/** A payload of a push tells when the tip changed, and what it was before. */
const told = (second: number, before: CommitSha, after: CommitSha): Tip => {
  const at = time(second)
  return { ...EVIDENCE, at, seen: at, from: 'payload', how: 'shown', commit: after, before }
}

/** A read shows what the tip was when it began; it ended a second later. */
const read = (second: number, tip: CommitSha): Tip => ({
  ...EVIDENCE,
  at: time(second),
  seen: time(second + 1),
  from: 'read',
  how: 'shown',
  commit: tip,
  before: null,
})

const between = (second: number, tip: CommitSha): Tip => ({ ...read(second, tip), how: 'possible' })

const OPENED: Tip = { ...told(0, A, A), before: null }

/** Each tip: which commit, since when it is known to have been one; `?` where that is unknown, `maybe` where it may not have been. */
function timeline(...tips: readonly Tip[]): readonly string[] {
  const ledger = append(NO_LEDGER, [header(), ...tips])
  return timelineOf(ledger, time(0)).map(({ commit: tip, at, isTimeKnown, isCertain }) => {
    const since = isTimeKnown ? at.slice(14, 19) : '?'
    return `${tip[0]} ${isCertain ? since : 'maybe'}`
  })
}

describe('S6: the tips of a pull request', () => {
  it('are those that payloads tell, each since its push', () => {
    expect(timeline(OPENED, told(10, A, B), told(20, B, C))).toEqual(['a 00:00', 'b 00:10', 'c 00:20'])
  })

  it('begin with the head of the opening, though its payload tells of a later change (GH-203)', () => {
    const late = { ...OPENED, at: time(3), seen: time(4) }
    const evidence = { at: time(3), seen: time(4), from: 'payload' } as const
    const [base, state] = [
      { kind: 'base', ...evidence, branch: 'f' } as const,
      { kind: 'state', ...evidence, to: 'ready', by: null } as const,
    ]
    const begun = (...told: readonly Entry[]) =>
      timelineOf(append(NO_LEDGER, [header(), late, ...told]), time(0)).map(({ at, isTimeKnown }) => [
        at,
        isTimeKnown,
      ])
    expect(begun(base, state)).toEqual([[time(0), true]])
    expect(begun(state)).toEqual([[time(3), false]])
    expect(begun(base)).toEqual([[time(3), false]])
  })

  it('are known since their push although a read showed one before its payload came', () => {
    expect(timeline(OPENED, read(9, B), told(10, A, B), read(30, B))).toEqual(['a 00:00', 'b 00:10'])
  })

  it('are known since no second where only a read shows one', () => {
    expect(timeline(OPENED, read(10, B))).toEqual(['a 00:00', 'b ?'])
  })

  it('include a commit that a push replaced and nothing else tells of', () => {
    expect(timeline(OPENED, told(20, B, C))).toEqual(['a 00:00', 'b ?', 'c 00:20'])
    expect(timeline(OPENED, told(20, B, A))).toEqual(['a 00:00', 'b ?', 'a 00:20'])
    const forced: Tip = { ...told(20, B, C), how: 'pushed', from: 'read' }
    expect(timeline(OPENED, told(20, B, C), forced)).toEqual(['a 00:00', 'b ?', 'c 00:20'])
  })

  it('are in turn within a second, whatever came first', () => {
    expect(timeline(OPENED, told(10, B, C), told(10, A, B), read(10, C))).toEqual([
      'a 00:00',
      'b 00:10',
      'c 00:10',
    ])
    expect(timeline(OPENED, told(10, A, B), told(10, B, A)).slice(0, 2)).toEqual(['a 00:00', 'b 00:10'])
  })

  it('may include those between two sights where a push in between may be missing', () => {
    expect(timeline(OPENED, between(20, B), read(20, C))).toEqual(['a 00:00', 'b maybe', 'c ?'])
    expect(timeline(OPENED, between(20, B), read(20, D), told(21, C, D))).toEqual([
      'a 00:00',
      'b maybe',
      'c ?',
      'd 00:21',
    ])
  })

  it('do not include what one push brought with its tip, whenever its payload came', () => {
    expect(timeline(OPENED, between(20, B), read(20, C), told(21, A, C))).toEqual(['a 00:00', 'c 00:21'])
  })

  it('include every commit that can be read where the ledger was lost (L3)', () => {
    const lost = { ...header(), begun: 'lost' as const, at: time(5), seen: time(5), consentsAfter: time(5) }
    const ledger = append(NO_LEDGER, [lost, between(5, A), between(5, B), told(9, B, C)])
    expect(timelineOf(ledger, time(0)).map((tip) => tip.commit[0])).toEqual(['a', 'b', 'c'])
  })
})

describe('S6: a tip that is seen later', () => {
  it('names people although the name was gone soon after, for it may have stood for long', () => {
    const pull = named(['ada'])
    const tip = pull.push({ [FILE]: rfc(['ada', 'linus']) }, { announced: false })
    pull.push({ [FILE]: rfc(['ada']) }, { after: 60 })
    const known = pull.judge()
    expect('rows' in known && known.rows.map(({ person }) => person.login)).toEqual(['ada'])
    pull.untold(tip)
    expect(account(pull)).toEqual(['waiting', '@ada silent', '@linus silent'])
  })
})
