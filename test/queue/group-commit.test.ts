import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { groupCommit } from '../../src/queue/group-commit.ts'

test('commits items that arrive together or during a commit in one group, up to the weight', async () => {
  const groups: (readonly number[])[] = []
  const begun = Promise.withResolvers<void>()
  const mayGo = Promise.withResolvers<void>()
  const commit = groupCommit<number>(
    async (items) => {
      groups.push(items)
      begun.resolve()
      await mayGo.promise
    },
    10,
    (item) => item,
  )
  const early = [1, 2].map(commit)
  await begun.promise
  const late = [2, 3, 5, 4, 50, 6].map(commit)
  mayGo.resolve()
  await Promise.all([...early, ...late])
  expect(groups).toEqual([[1, 2], [2, 3, 5], [4], [50], [6]])
})

test('groups items of many connections although a commit blocks the process', async () => {
  const sizes: number[] = []
  // As the embedded database does it: in this process, without ever waiting for the outside.
  const commit = groupCommit<string>(async (items) => {
    for (let step = 0; step < 100; step++) await null
    sizes.push(items.length)
  }, 1_000)
  const accepted = Promise.withResolvers<void>()
  let connections = 0
  const server = createServer((socket) => {
    if (++connections === 20) accepted.resolve()
    socket.on('data', (data) => commit(String(data)).then(() => socket.end()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const clients = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'))
  await Promise.all([accepted.promise, ...clients.map((client) => once(client, 'connect'))])
  const ended = clients.map((client) => once(client.resume(), 'close'))
  for (const client of clients) client.write('a delivery')
  await Promise.all(ended)
  server.close()
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20)
  expect(sizes.length).toBeLessThan(20)
})

test('rejects only the items of a failed commit', async () => {
  const commit = groupCommit<string>(async (items) => {
    if (items.includes('bad')) throw new Error('no')
  }, 1)
  const outcomes = await Promise.allSettled(['good', 'bad', 'good'].map(commit))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
