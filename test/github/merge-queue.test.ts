import { describe, expect, it } from 'vitest'
import { aReading, bend, callsTo } from './stage.ts'

/** A pull request in a merge queue behind some others. */
async function aQueue(others: number) {
  const world = await aReading()
  const { github, repository, pull } = world
  const numbers: number[] = []
  for (let i = 0; i < others; i++) {
    github.push(repository, `change-${i}`, { [`docs/${i}.md`]: 'x' }, { by: 'linus' })
    const other = github.openPullRequest(repository, { author: 'linus', head: `change-${i}` })
    github.enqueue(other, 'linus')
    github.clock.advance(1)
    numbers.push(other.number)
  }
  return { ...world, numbers, headCommit: github.enqueue(pull, 'linus') }
}

describe('the merge queue (V8)', () => {
  it('is empty for a pull request that is not in one', async () => {
    const { github, repository, read } = await aReading()
    github.push(repository, 'other', { 'a.txt': 'a' }, { by: 'linus' })
    github.enqueue(github.openPullRequest(repository, { author: 'linus', head: 'other' }), 'linus')
    expect((await read()).queue).toEqual([])
  })

  it('contains all entries in order, each with the commit that tests it, without a further call', async () => {
    const { github, pull, numbers, headCommit, read } = await aQueue(2)
    const { queue } = await read()
    expect(queue.map(({ number }) => number)).toEqual([...numbers, pull.number])
    expect(queue.at(-1)?.headCommit).toBe(headCommit)
    expect(new Set(queue.map((entry) => entry.headCommit)).size).toBe(3)
    expect(callsTo(github)).toEqual(['POST /graphql'])
  })

  it('is read to the last of 120 entries, a page a call', async () => {
    const { github, pull, numbers, read } = await aQueue(119)
    expect((await read()).queue.map(({ number }) => number)).toEqual([...numbers, pull.number])
    expect(callsTo(github)).toEqual(['POST /graphql', 'POST /graphql'])
  })

  it('has no commit for an entry while GitHub has created none', async () => {
    const { github, pull, read } = await aQueue(0)
    bendQueue(github, ({ nodes }) => Object.assign(nodes[0], { headCommit: null }))
    expect((await read()).queue).toEqual([{ number: pull.number, headCommit: null }])
  })

  it.each([
    ['is shorter than counted', (entries: Bent) => entries.nodes.shift()],
    [
      'holds a pull request that is not told',
      ({ nodes }: Bent) => Object.assign(nodes[0], { pullRequest: null }),
    ],
    [
      'does not hold the one it was asked for with',
      ({ nodes }: Bent) => Object.assign(nodes[1], { pullRequest: { number: 999 } }),
    ],
    ['does not come', (entries: Bent) => Object.assign(entries, { nodes: null })],
  ])('that %s makes the read inconsistent, until four equal answers in a row (V6)', async (_, how) => {
    const { github, read } = await aQueue(1)
    bendQueue(github, how)
    for (let i = 0; i < 3; i++) await expect(read()).rejects.toMatchObject({ name: 'InconsistentRead' })
    expect((await read()).gaps).toMatchObject([{ list: 'merge queue' }])
  })
})

// biome-ignore lint/suspicious/noExplicitAny: an answer is bent on its way
type Bent = any

function bendQueue(github: Parameters<typeof bend>[0], how: (entries: Bent) => void): void {
  bend(github, ({ data }) => how(data.repository.pullRequest.mergeQueueEntry.mergeQueue.entries))
}
