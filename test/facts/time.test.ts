import { expect, test } from 'vitest'
import { byTime, wholeSecond } from '../../src/facts/time.ts'

test.each([
  ['2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z'],
  ['2026-03-02T10:00:00.999Z', '2026-03-02T10:00:00Z'],
  ['2026-03-02T11:00:00+01:00', '2026-03-02T10:00:00Z'],
])('converts %s to %s, so that times compare as texts', (time, told) => {
  expect(wholeSecond(time)).toBe(told)
})

test('rejects text that is not a time', () => {
  expect(() => wholeSecond('yesterday')).toThrow(RangeError)
})

test('sorts the earlier first and keeps the order within a second', () => {
  const told = ['10:02 a', '10:01 b', '10:03 c', '10:01 d', '10:02 e']
  expect(told.toSorted((a, b) => byTime(a.slice(0, 5), b.slice(0, 5)))).toEqual([
    '10:01 b',
    '10:01 d',
    '10:02 a',
    '10:02 e',
    '10:03 c',
  ])
})
