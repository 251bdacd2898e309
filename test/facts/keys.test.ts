import { expect, it } from 'vitest'
import { postKey, postOfKey } from '../../src/facts/keys.ts'

it.each([
  { on: 'comment', id: '12' },
  { on: 'review', id: '3068519245' },
  { on: 'line', id: '7' },
] as const)('reads back the $on that a key was made of', (post) => {
  expect(postOfKey(postKey(post))).toEqual(post)
})
