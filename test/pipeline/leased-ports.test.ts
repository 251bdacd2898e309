import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { EvaluationJob } from '../../src/facts/trigger.ts'
import type { EvaluationPorts } from '../../src/pipeline/evaluation-ports.ts'
import { leasedPorts } from '../../src/pipeline/leased-ports.ts'
import { reference } from '../reference.ts'

const write = { kind: 'delete comment', id: '1' } as never

const green = { kind: 'create run', commit: 'abc', run: { conclusion: 'success' } } as never
const red = { kind: 'create run', commit: 'abc', run: { conclusion: 'action_required' } } as never

/**
 * Returns leased ports whose lease and rules are valid as long as the given functions say, and what was done
 * through them.
 */
function parts(
  isOurs: () => boolean,
  areNewest: () => boolean = () => true,
  isNewest: () => boolean = () => true,
) {
  const done: string[] = []
  const enqueued: EvaluationJob[] = []
  const all = {
    github: { write: async () => void done.push('written') },
    memory: { recall: async () => null, remember: async () => void done.push('remembered') },
    rules: { ours: 1, areNewest: async () => areNewest() },
    enqueue: async (jobs: readonly EvaluationJob[]) => void enqueued.push(...jobs),
    log: pino({ level: 'silent' }),
  } as unknown as EvaluationPorts
  const visit = {
    ...{ reference, triggers: [], deliveries: [], attempt: 1, last: false },
    holdsLease: async () => isOurs(),
    isNewest: async () => isNewest(),
  }
  return { held: leasedPorts(all, visit), done, enqueued }
}

describe('an evaluation that lost its lease (TH-26, TH-27)', () => {
  it('writes and remembers nothing', async () => {
    const { held, done } = parts(() => false)
    await expect(held.github.write(reference, write)).rejects.toMatchObject({ name: 'LeaseLost' })
    await expect(held.memory.remember('key', {} as never)).rejects.toMatchObject({ name: 'LeaseLost' })
    expect(done).toEqual([])
  })

  it('enqueues the pull request again when the loss was noticed after the write', async () => {
    let asked = 0
    const { held, done, enqueued } = parts(() => ++asked === 1)
    await held.github.write(reference, write)
    expect(done).toEqual(['written'])
    expect(enqueued).toMatchObject([{ reference, trigger: { kind: 'look' } }])
  })

  it('proceeds while it holds the lease', async () => {
    const { held, done, enqueued } = parts(() => true)
    await held.github.write(reference, write)
    await held.memory.remember('key', {} as never)
    expect(done).toEqual(['written', 'remembered'])
    expect(enqueued).toEqual([])
  })
})

describe('an evaluation that started before an event that may take a success away (V6)', () => {
  const overtaken = () =>
    parts(
      () => true,
      () => true,
      () => false,
    )

  it('writes no success and runs again with both', async () => {
    const { held, done } = overtaken()
    await expect(held.github.write(reference, green)).rejects.toMatchObject({ name: 'LeaseLost' })
    expect(done).toEqual([])
  })

  it('still writes a failure', async () => {
    const { held, done } = overtaken()
    await held.github.write(reference, red)
    expect(done).toEqual(['written'])
  })
})

describe('a server with older rules than another running one (TH-28)', () => {
  it('writes no success and leaves it to the other server', async () => {
    const { held, done } = parts(
      () => true,
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
      () => true,
      () => false,
    )
    await held.github.write(reference, red)
    expect([done, enqueued]).toEqual([['written'], []])
  })

  it('enqueues the pull request again when the other server started during the write', async () => {
    let asked = 0
    const { held, done, enqueued } = parts(
      () => true,
      () => ++asked === 1,
    )
    await held.github.write(reference, green)
    expect(done).toEqual(['written'])
    expect(enqueued).toMatchObject([{ reference, trigger: { kind: 'look' } }])
  })
})
