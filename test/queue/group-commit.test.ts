import { expect, test } from 'vitest'
import { groupCommit } from '../../src/queue/group-commit.ts'

test('items that come during a commit go together into the next, within the weight', async () => {
  const groups: (readonly number[])[] = []
  const mayGo = Promise.withResolvers<void>()
  const commit = groupCommit<number>(
    async (items) => {
      groups.push(items)
      await mayGo.promise
    },
    10,
    (item) => item,
  )
  const all = [1, 2, 3, 5, 4, 50, 6].map(commit)
  mayGo.resolve()
  await Promise.all(all)
  expect(groups).toEqual([[1], [2, 3, 5], [4], [50], [6]])
})

test('a commit that fails rejects its own items, and the next goes on', async () => {
  const commit = groupCommit<string>(async (items) => {
    if (items.includes('bad')) throw new Error('no')
  }, 1)
  const outcomes = await Promise.allSettled(['good', 'bad', 'good'].map(commit))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
