import { expect, test } from 'vitest'
import { exactNumber } from '../../src/github/exact-number.ts'

test.each([5, '5', 5n])('an id is read as a number (%s)', (id) => {
  expect(exactNumber(id)).toBe(5)
})

test.each([9007199254740993n, '9007199254740993', 'x'])('an id is never rounded (%s)', (id) => {
  expect(() => exactNumber(id)).toThrow(`the id ${id} is too wide`)
})
