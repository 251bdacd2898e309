import { expect, test } from 'vitest'
import { summaryOf } from '../../src/report/turn-summary.ts'
import type { Turn } from '../../src/report/turns.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString()
const turn = (minute: number, kind: Turn['kind'], what: string, who = ''): Turn => ({
  at: at(minute),
  kind,
  who,
  what,
})

test('counts the time in each state until the next one, and not the current state', () => {
  const summary = summaryOf([
    turn(0, 'state', 'draft'),
    turn(1, 'state', 'waiting'),
    turn(3, 'state', 'objection'),
    turn(7, 'state', 'needs fixing'),
    turn(15, 'state', 'misalignment'),
    turn(31, 'state', 'waiting'),
  ])
  expect(summary).toMatchObject({ forAuthor: 25 * 60, forStakeholders: 120, forAnswers: 240 })
})

test('takes the first time of alignment and of commitment, in any order of the events', () => {
  const turns = [
    turn(9, 'state', 'committed'),
    turn(5, 'alignment', 'shared'),
    turn(4, 'alignment', 'open'),
    turn(6, 'alignment', 'shared'),
    turn(7, 'state', 'committed'),
    turn(8, 'state', 'waiting'),
  ]
  expect(summaryOf(turns)).toMatchObject({ alignedAt: at(5), firstCommittedAt: at(7), forStakeholders: 60 })
  expect(summaryOf([])).toEqual({
    alignedAt: null,
    firstCommittedAt: null,
    hasDissent: false,
    leftBehind: 0,
    forAuthor: 0,
    forStakeholders: 0,
    forAnswers: 0,
    heard: [],
  })
})

test('counts dissent and commitments that the text left behind', () => {
  const turns = [
    turn(0, 'position', 'stale', 'ada'),
    turn(1, 'position', 'dissenting', 'ada'),
    turn(2, 'position', 'stale', 'ada'),
  ]
  expect(summaryOf(turns)).toMatchObject({ hasDissent: true, leftBehind: 2 })
})

test('measures objections that their raisers closed, until the last time, and no others (R1)', () => {
  const turns = [
    turn(0, 'objection', '#1 open', 'ada'),
    turn(1, 'objection', '#2 open', 'linus'),
    turn(2, 'objection', '#1 heard', 'ada'),
    turn(3, 'objection', '#1 open', 'ada'),
    turn(5, 'objection', '#1 withdrawn', 'ada'),
    turn(6, 'objection', '#2 set aside', 'linus'),
    turn(7, 'objection', '#11 dissent', 'grace'),
    turn(8, 'objection', '#3 left open', 'grace'),
  ]
  expect(summaryOf(turns).heard).toEqual([300])
})
