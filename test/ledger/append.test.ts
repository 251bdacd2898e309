import { describe, expect, it } from 'vitest'
import { append, join } from '../../src/ledger/append.ts'
import { fold } from '../../src/ledger/fold.ts'
import { numbersToRecord } from '../../src/ledger/numbers.ts'
import { ADA, command, consentsIn, header, ledgerOf, LINUS, post, sight, SRE, text, time } from './told.ts'

const COMMIT = post(5, ADA, ['commit'])

describe('L2: the same evidence twice', () => {
  it('appends nothing, from a payload and from a read', () => {
    const ledger = ledgerOf(COMMIT)
    expect(append(ledger, [COMMIT, { ...COMMIT, from: 'read', seen: time(9) }])).toBe(ledger)
  })

  it('keeps the first sight, whichever arrived first', () => {
    const early = { ...COMMIT, firstSight: sight(5, { teams: [SRE] }) }
    const late = { ...COMMIT, seen: time(9), firstSight: sight(9) }
    for (const order of [
      [early, late],
      [late, early],
    ])
      expect(ledgerOf(...order).entries.find(({ kind }) => kind === 'post')).toMatchObject({
        seen: early.seen,
        firstSight: early.firstSight,
      })
  })
})

describe('L3: of two that tell the same thing differently', () => {
  it('what consents must be told by both, and what blocks by one', () => {
    for (const commands of [[], [command('recuse')]])
      for (const order of [
        [COMMIT, { ...COMMIT, commands }],
        [{ ...COMMIT, commands }, COMMIT],
      ])
        expect(consentsIn(fold(ledgerOf(...order)))).toEqual([])
    const other = { ...COMMIT, commands: [command('object')] }
    const { positions, objections } = fold(ledgerOf(COMMIT, other))
    expect([positions.get(ADA)?.commitment, objections.length]).toEqual([null, 1])
  })

  it('what one of them contradicts consents to nothing', () => {
    const contradicting = { ...COMMIT, commands: [command('commit'), command('disagree-commit')] }
    for (const order of [
      [COMMIT, contradicting],
      [contradicting, COMMIT],
    ])
      expect(consentsIn(fold(ledgerOf(...order)))).toEqual([])
  })

  it('of one second, membership and roles must be told by both', () => {
    const member = { ...COMMIT, firstSight: sight(5, { teams: [SRE], isMaintainer: true }) }
    const none = { ...COMMIT, firstSight: sight(5, { isMaintainer: false }) }
    expect(ledgerOf(member, none).entries.find(({ kind }) => kind === 'post')).toMatchObject({
      firstSight: { teams: [], isMaintainer: false },
    })
  })

  it('texts that differ are no text that anybody committed to', () => {
    const known = ledgerOf(text('a', [], { material: 'beef' })).entries.find(({ kind }) => kind === 'text')
    expect(known).toMatchObject({ material: null, names: [{}, {}, {}] })
  })

  it('a lost ledger stays lost, and the newest rules stand', () => {
    const lost = header({ begun: 'lost', consentsAfter: time(50), rules: 2 })
    expect(fold(join(ledgerOf(COMMIT), ledgerOf(lost))).header).toMatchObject({
      begun: 'lost',
      consentsAfter: time(50),
      rules: 2,
    })
    expect(consentsIn(fold(join(ledgerOf(COMMIT), ledgerOf(lost))))).toEqual([])
  })
})

describe('P5: numbers of objections', () => {
  const late = post(9, ADA, ['object'])

  it('never move once they are on record, though an earlier objection turns up', () => {
    const ledger = ledgerOf(late)
    const numbered = append(ledger, numbersToRecord(ledger, fold(ledger).objections, time(10)))
    const { objections } = fold(append(numbered, [post(7, LINUS, ['object'])]))
    expect(objections.map(({ by, number }) => [by, number])).toEqual([
      [LINUS, 2],
      [ADA, 1],
    ])
    expect(numbersToRecord(numbered, fold(numbered).objections, time(11))).toEqual([])
  })

  it('given twice by two ledgers stay with the earlier objection', () => {
    const numbered = [late, post(7, LINUS, ['object'])].map((entry) => {
      const ledger = ledgerOf(entry)
      return append(ledger, numbersToRecord(ledger, fold(ledger).objections, time(10)))
    })
    const { objections } = fold(numbered.reduce(join))
    expect(objections.map(({ by, number }) => [by, number])).toEqual([
      [LINUS, 1],
      [ADA, 2],
    ])
  })
})
