import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { evaluationKey } from '../../src/facts/reference.ts'
import type { EvaluationJob } from '../../src/facts/trigger.ts'
import type { UnleasedPorts } from '../../src/pipeline/evaluation-ports.ts'
import { leasedPorts } from '../../src/pipeline/leased-ports.ts'
import type { Standing } from '../../src/queue/work-evaluations.ts'
import type { AtEnd } from '../../src/report/ended-evaluation.ts'
import { reference } from '../reference.ts'

const comment = { kind: 'delete comment', id: '1' } as never
const green = { kind: 'create run', commit: 'abc', run: { conclusion: 'success' } } as never
const red = { kind: 'create run', commit: 'abc', run: { conclusion: 'action_required' } } as never

/** Returns leased ports whose lease and rules are as the given functions say, and what was done through them. */
function parts(standing: () => Standing, areNewest: () => boolean = () => true) {
  const done: string[] = []
  const enqueued: EvaluationJob[] = []
  const atEnd: AtEnd = {}
  let asked = 0
  const all = {
    github: { write: async () => void done.push('written') },
    memory: {
      recall: async () => ({ title: 'stored', passing: [] }),
      remember: async () => void done.push('remembered'),
      rememberWithLease: async () => standing() !== 'lost',
    },
    rules: { ours: 1, areNewest: async () => areNewest() },
    claim: async () => void done.push('claimed'),
    enqueue: async (jobs: readonly EvaluationJob[]) => void enqueued.push(...jobs),
    log: pino({ level: 'silent' }),
  } as unknown as UnleasedPorts
  const visit = {
    ...{ reference, triggers: [], deliveries: [], attempt: 1, last: false, fence: 3, atEnd },
    standing: async () => {
      asked++
      return standing()
    },
  }
  return { held: leasedPorts(all, visit), done, enqueued, atEnd, asked: () => asked }
}

describe('an evaluation that lost its lease (TH-26, TH-27)', () => {
  it('writes and remembers nothing', async () => {
    const { held, done, atEnd } = parts(() => 'lost')
    for (const write of [comment, red, green])
      await expect(held.github.write(reference, write)).rejects.toMatchObject({ name: 'LeaseLost' })
    await expect(held.memory.remember('key', {} as never)).rejects.toMatchObject({ name: 'LeaseLost' })
    expect([done, atEnd]).toEqual([[], {}])
  })

  it('proceeds while it holds the lease, and leaves word that it has written', async () => {
    const { held, done, enqueued, atEnd } = parts(() => 'newest')
    await held.github.write(reference, comment)
    await held.memory.remember('key', {} as never)
    expect([done, enqueued, atEnd]).toEqual([['written'], [], { hasWritten: true }])
  })

  it('has a success taken away and everything evaluated again when it lost the lease during the write', async () => {
    let asked = 0
    const { held, done, enqueued } = parts(() => (++asked === 1 ? 'newest' : 'lost'))
    await held.github.write(reference, green)
    // What runs meanwhile does not know of the success, so it loses its lease too.
    expect(done).toEqual(['written', 'claimed', 'remembered'])
    expect(enqueued).toMatchObject([{ reference, trigger: { kind: 'look' } }])
  })

  describe('asks the database', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
    afterEach(() => void vi.useRealTimers())

    it('before every check, and for comments only where it has not asked for four seconds', async () => {
      const { held, asked } = parts(() => 'newest')
      for (const write of [red, comment, comment]) await held.github.write(reference, write)
      expect(asked()).toBe(1)
      await held.github.write(reference, red)
      expect(asked()).toBe(2)
      vi.advanceTimersByTime(4_000)
      await held.github.write(reference, comment)
      expect(asked()).toBe(3)
    })
  })
})

describe('what an evaluation leaves for its end', () => {
  it('is what it recalls until then, and not after it remembered something else', async () => {
    const { held, atEnd } = parts(() => 'newest')
    const key = evaluationKey(reference)
    expect(await held.memory.recall(key)).toMatchObject({ title: 'stored' })
    held.memory.rememberAtEnd({ title: 'at the end' } as never)
    expect(await held.memory.recall(key)).toEqual({ title: 'at the end' })
    expect(await held.memory.recall('7/99')).toMatchObject({ title: 'stored' })
    await held.memory.remember(key, { title: 'now' } as never)
    expect(atEnd).toEqual({})
  })
})

describe('an evaluation that started before an event that may take a success away (V6)', () => {
  it('writes no success and runs again with both', async () => {
    const { held, done } = parts(() => 'overtaken')
    await expect(held.github.write(reference, green)).rejects.toMatchObject({ name: 'LeaseLost' })
    expect(done).toEqual([])
  })

  it('still writes a failure', async () => {
    const { held, done } = parts(() => 'overtaken')
    await held.github.write(reference, red)
    expect(done).toEqual(['written'])
  })
})

describe('a server with older rules than another running one (TH-28)', () => {
  it('writes no success and leaves it to the other server', async () => {
    const { held, done } = parts(
      () => 'newest',
      () => false,
    )
    await expect(held.github.write(reference, green)).rejects.toMatchObject({
      name: 'OlderRules',
      retryAfterSeconds: 0,
    })
    expect(done).toEqual([])
  })

  it('still writes failures', async () => {
    const { held, done, enqueued } = parts(
      () => 'newest',
      () => false,
    )
    await held.github.write(reference, red)
    expect([done, enqueued]).toEqual([['written'], []])
  })

  it('has a success taken away when the other server started during the write', async () => {
    let asked = 0
    const { held, done, enqueued } = parts(
      () => 'newest',
      () => ++asked === 1,
    )
    await held.github.write(reference, green)
    expect(done).toEqual(['written', 'claimed', 'remembered'])
    expect(enqueued).toMatchObject([{ reference, trigger: { kind: 'look' } }])
  })
})
