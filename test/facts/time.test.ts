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
  const told = ['02 a', '01 b', '03 c', '01 d', '02 e']
  const at = (each: string) => `2026-03-02T10:${each.slice(0, 2)}:00Z` as const
  expect(told.toSorted((a, b) => byTime(at(a), at(b)))).toEqual(['01 b', '01 d', '02 a', '02 e', '03 c'])
})
