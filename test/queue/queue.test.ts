import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { evaluationKey, type Reference } from '../../src/facts/reference.ts'
import type { EvaluationJob, Trigger } from '../../src/facts/trigger.ts'
import { GitHubFault } from '../../src/github/faults.ts'
import { openQueue, type Queue, type QueueOptions } from '../../src/queue/open-queue.ts'
import { type EvaluationRequest, LeaseLost, type Standing } from '../../src/queue/work-evaluations.ts'
import { raiseFence } from '../../src/store/evaluation-rows.ts'
import { recallAll } from '../../src/store/memory-rows.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { onBothDatabases } from '../store/databases.ts'
import { group, look } from './jobs.ts'

onBothDatabases(({ database }) => {
  const running: Queue[] = []
  let lastNumber = 0

  afterEach(async () => {
    for (const queue of running.splice(0)) await queue.stop()
    for (const table of ['inbox', 'trigger', 'visit'] as const)
      await database().db.deleteFrom(table).execute()
  })

  /** A pull request that no other test uses. */
  function freshNumber(): number {
    lastNumber += 1
    return lastNumber
  }

  async function startQueue(work: Partial<QueueOptions['work']>, more: Partial<QueueOptions> = {}) {
    const queue = openQueue({
      store: queueStoreOn(database()),
      log: pino({ level: 'silent' }),
      backoffSeconds: () => 0.01,
      work: { delivery: async () => [], visit: async () => {}, ...work },
      ...more,
    })
    running.push(queue)
    await queue.start()
    return queue
  }

  async function inboxRow(id: string) {
    const row = await database()
      .db.selectFrom('inbox')
      .select(['state', 'outcome', 'error'])
      .where('delivery_id', '=', id)
      .executeTakeFirst()
    return row
  }

  async function visitRow(key: string) {
    const columns = ['outcome', 'error', 'tries'] as const
    return await database().db.selectFrom('visit').select(columns).where('key', '=', key).executeTakeFirst()
  }

  test('dispatches an accepted delivery and enqueues an evaluation with its trigger', async () => {
    const number = freshNumber()
    const given: unknown[] = []
    const evaluations: EvaluationRequest[] = []
    const queue = await startQueue({
      delivery: async ({ id, event, payload }) => {
        given.push({ id, event, payload })
        return [look(number, 'a comment')]
      },
      visit: async (visit) => void evaluations.push(visit),
    })
    await queue.accept({ id: 'd-whole', event: 'issue_comment', body: '{"action":"\\u0000"}' })
    await queue.idle()
    expect(given).toEqual([{ id: 'd-whole', event: 'issue_comment', payload: { action: '\0' } }])
    expect(evaluations).toEqual([
      {
        reference: look(number).reference,
        triggers: [{ kind: 'look', why: 'a comment' }],
        deliveries: ['d-whole'],
        attempt: 1,
        last: false,
        fence: expect.any(Number),
        standing: expect.any(Function),
        atEnd: {},
      },
    ])
    expect(await inboxRow('d-whole')).toEqual({ state: 'done', outcome: 'rang 1', error: null })
  })

  test('closes a delivery without evaluations as ignored', async () => {
    const queue = await startQueue({})
    await queue.accept({ id: 'd-ignored', event: 'ping', body: '{}' })
    await queue.idle()
    expect(await inboxRow('d-ignored')).toMatchObject({ state: 'done', outcome: 'ignored' })
  })

  test('runs one evaluation for the same delivery received ten times (TH-10)', async () => {
    let evaluations = 0
    const queue = await startQueue({
      delivery: async () => [look(freshNumber())],
      visit: async () => void evaluations++,
    })
    const delivery = { id: 'd-ten', event: 'issue_comment', body: '{}' }
    await Promise.all(Array.from({ length: 10 }, () => queue.accept(delivery)))
    await queue.idle()
    await queue.accept(delivery)
    await queue.idle()
    expect(evaluations).toBe(1)
  })

  test('does not deadlock in the first transaction of a cold process', async () => {
    const queue = await startQueue({})
    await Promise.all([
      queue.accept({ id: 'd-cold', event: 'ping', body: '{}' }),
      queue.enqueue([look(freshNumber())]),
    ])
    await queue.idle()
    expect(await inboxRow('d-cold')).toMatchObject({ state: 'done' })
  })

  test('changes nothing after losing the lease (TH-26, TH-27)', async () => {
    const job = look(freshNumber())
    const key = evaluationKey(job.reference)
    const stood: Standing[] = []
    const isOver = Promise.withResolvers<void>()
    const queue = await startQueue({
      visit: async ({ standing }) => {
        stood.push(await standing())
        if (stood.length > 1) return
        await raiseFence(database(), key)
        stood.push(await standing())
        isOver.resolve()
        throw new LeaseLost('lease lost')
      },
    })
    await queue.enqueue([job])
    await isOver.promise
    await queue.enqueue([job])
    await queue.idle()
    // The second event may come before or after it is evaluated again.
    expect(stood.slice(0, 3)).toEqual(['newest', 'lost', 'newest'])
    expect(await visitRow(key)).toMatchObject({ outcome: 'visited', tries: 0 })
  })

  test('evaluates again what was written by a process that had lost the lease (TH-26, TH-27)', async () => {
    const job = look(freshNumber())
    const seen: Trigger[][] = []
    const queue = await startQueue({
      visit: async ({ triggers, atEnd }) => {
        seen.push([...triggers])
        if (seen.length > 1) return
        // Frozen between asking and writing; another one evaluates meanwhile and closes the trigger.
        await raiseFence(database(), evaluationKey(job.reference))
        await database().db.deleteFrom('trigger').execute()
        atEnd.hasWritten = true
      },
    })
    await queue.enqueue([job])
    await expect.poll(() => seen).toHaveLength(2)
    expect(seen).toEqual([[job.trigger], [{ kind: 'look', why: 'an older verdict may have been written' }]])
  })

  test('stores what an evaluation leaves when it ends, and only with the lease', async () => {
    const [kept, lost] = [look(freshNumber()), look(freshNumber())].map((job) => ({
      job,
      key: evaluationKey(job.reference),
    }))
    let evaluations = 0
    const queue = await startQueue({
      visit: async ({ reference, atEnd }) => {
        const key = evaluationKey(reference)
        if (key === lost!.key && ++evaluations > 1) return
        atEnd.memory = { title: key }
        if (key === lost!.key) await raiseFence(database(), key)
      },
    })
    await queue.enqueue([kept!.job, lost!.job])
    await queue.idle()
    expect(evaluations).toBe(2)
    expect(await recallAll(database(), [kept!.key, lost!.key])).toEqual(
      new Map([[kept!.key, { title: kept!.key }]]),
    )
  })

  test('what one evaluation leaves and cannot be stored keeps no other from ending', async () => {
    const [good, bad] = [look(freshNumber()), look(freshNumber())]
    const together = Promise.withResolvers<void>()
    let started = 0
    const queue = await startQueue({
      visit: async ({ reference, atEnd }) => {
        if (++started === 2) together.resolve()
        await together.promise
        // JSON has no such number.
        if (evaluationKey(reference) === evaluationKey(bad.reference)) atEnd.memory = 1n
      },
    })
    await queue.enqueue([good, bad])
    const ended = async () => (await visitRow(evaluationKey(good.reference)))?.outcome
    await expect.poll(ended).toBe('visited')
    expect((await visitRow(evaluationKey(bad.reference)))?.outcome).toBeNull()
    await database().db.deleteFrom('trigger').execute()
  })

  test('retries a failing evaluation with its attempt number and marks the last attempt', async () => {
    const told: { attempt: number; last: boolean }[] = []
    const queue = await startQueue(
      {
        visit: async ({ attempt, last }) => {
          told.push({ attempt, last })
          throw new Error('could not read', { cause: new Error('502') })
        },
      },
      { maxTries: 3 },
    )
    const job = look(freshNumber())
    await queue.enqueue([job])
    await queue.idle()
    expect(told).toEqual([
      { attempt: 1, last: false },
      { attempt: 2, last: false },
      { attempt: 3, last: true },
    ])
    expect(await visitRow(evaluationKey(job.reference))).toMatchObject({
      outcome: 'given up',
      error: 'could not read: 502',
    })

    // A new trigger begins anew.
    await queue.enqueue([job])
    await queue.idle()
    expect(told.slice(3).map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  })

  test('keeps all triggers for the second attempt and resets the count after its success', async () => {
    const number = freshNumber()
    const evaluations: EvaluationRequest[] = []
    const queue = await startQueue({
      visit: async (visit) => {
        evaluations.push(visit)
        if (evaluations.length === 1) throw new Error('not yet there')
      },
    })
    await queue.enqueue([look(number, 'one'), look(number, 'two')])
    await queue.idle()
    await queue.enqueue([look(number, 'three')])
    await queue.idle()
    expect(
      evaluations.map(({ attempt, triggers }) => [attempt, triggers.map((t) => t.kind === 'look' && t.why)]),
    ).toEqual([
      [1, ['one', 'two']],
      [2, ['one', 'two']],
      [1, ['three']],
    ])
  })

  test('does not count an error with its own retry time as an attempt', async () => {
    const attempts: number[] = []
    const queue = await startQueue(
      {
        visit: async ({ attempt }) => {
          attempts.push(attempt)
          if (attempts.length < 5) throw Object.assign(new Error('rate limit'), { retryAfterSeconds: 0.01 })
        },
      },
      { maxTries: 2 },
    )
    await queue.enqueue([look(freshNumber())])
    await queue.idle()
    expect(attempts).toEqual([1, 1, 1, 1, 1])
  })

  test('evaluates a trigger that arrives during an evaluation after it', async () => {
    const number = freshNumber()
    const seen: string[][] = []
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const queue = await startQueue({
      visit: async ({ triggers }) => {
        seen.push(triggers.map((trigger) => (trigger.kind === 'look' ? trigger.why : '')))
        begun.resolve()
        await mayEnd.promise
      },
    })
    await queue.enqueue([look(number, 'early')])
    await begun.promise
    await queue.enqueue([look(number, 'late')])
    await queue.enqueue([look(number, 'later')])
    mayEnd.resolve()
    await queue.idle()
    expect(seen).toEqual([['early'], ['late', 'later']])
  })

  test('does not hold up other keys by a running evaluation or those waiting for it', async () => {
    const slow = freshNumber()
    const others = Array.from({ length: 12 }, freshNumber)
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const visited: number[] = []
    const othersEvaluated = Promise.withResolvers<void>()
    const queue = await startQueue(
      {
        visit: async ({ reference }) => {
          const number = reference.kind === 'pull-request' ? reference.number : 0
          if (number === slow) {
            begun.resolve()
            await mayEnd.promise
          } else {
            visited.push(number)
            if (visited.length === others.length) othersEvaluated.resolve()
          }
        },
      },
      { evaluationsAtOnce: 2 },
    )
    await queue.enqueue([look(slow)])
    await begun.promise
    await queue.enqueue([look(slow)])
    await queue.enqueue(others.map((number) => look(number)))
    await othersEvaluated.promise
    mayEnd.resolve()
    await queue.idle()
    expect(visited.toSorted((a, b) => a - b)).toEqual(others)
  })

  test('never overlaps evaluations of one key and loses no trigger', async () => {
    const numbers = [freshNumber(), freshNumber(), freshNumber()]
    const under = new Set<string>()
    const overlaps: string[] = []
    const answered = new Set<string>()
    const visit = async ({ reference, triggers }: EvaluationRequest) => {
      const key = evaluationKey(reference)
      if (under.has(key)) overlaps.push(key)
      under.add(key)
      await new Promise((resolve) => setImmediate(resolve))
      await database().db.selectFrom('visit').select('key').execute()
      under.delete(key)
      for (const trigger of triggers) if (trigger.kind === 'look') answered.add(trigger.why)
    }
    // On PostgreSQL two queues stand for two processes; the embedded database has one only.
    const queues = [await startQueue({ visit })]
    if (database().dialect.kind === 'postgres') queues.push(await startQueue({ visit }))
    const whys: string[] = []
    for (let round = 0; round < 20; round++) {
      const jobs: EvaluationJob[] = numbers.map((number) => look(number, `${number} in round ${round}`))
      whys.push(...jobs.map(({ trigger }) => (trigger.kind === 'look' ? trigger.why : '')))
      await Promise.all(jobs.map((job, index) => queues[index % queues.length]!.enqueue([job])))
    }
    await queues[0]!.idle()
    expect(overlaps).toEqual([])
    expect([...answered].toSorted()).toEqual(whys.toSorted())
  })

  test('retries a failing delivery, makes it a dead letter, and reopens it by a redelivery (TH-11)', async () => {
    let calls = 0
    let isPoisoned = true
    const queue = await startQueue(
      {
        delivery: async () => {
          calls += 1
          if (isPoisoned) throw new AggregateError([new Error('a handler broke')], 'handlers failed')
          return []
        },
      },
      { maxTries: 3 },
    )
    const delivery = { id: 'd-poison', event: 'issue_comment', body: '{}' }
    await queue.accept(delivery)
    await queue.idle()
    expect(calls).toBe(3)
    expect(await inboxRow('d-poison')).toEqual({
      state: 'dead',
      outcome: null,
      error: 'handlers failed: a handler broke',
    })
    isPoisoned = false
    await queue.accept(delivery)
    await queue.idle()
    expect(calls).toBe(4)
    expect(await inboxRow('d-poison')).toMatchObject({ state: 'done', error: null })
  })

  test('keeps a delivery through an outage of GitHub that is longer than its attempts', async () => {
    let calls = 0
    const queue = await startQueue(
      {
        delivery: async () => {
          calls += 1
          if (calls <= 5) throw new GitHubFault('could not list the open pull requests', 502)
          return []
        },
      },
      { maxTries: 3 },
    )
    await queue.accept({ id: 'd-outage', event: 'membership', body: '{}' })
    await queue.idle()
    expect(calls).toBe(6)
    expect(await inboxRow('d-outage')).toMatchObject({ state: 'done', error: null })
  })

  test('gives up a delivery that GitHub rejects', async () => {
    const queue = await startQueue(
      {
        delivery: async () => {
          throw new GitHubFault('could not list the open pull requests', 403)
        },
      },
      { maxTries: 3 },
    )
    await queue.accept({ id: 'd-rejected', event: 'membership', body: '{}' })
    await queue.idle()
    expect(await inboxRow('d-rejected')).toMatchObject({ state: 'dead' })
  })

  test('processes the other deliveries of a batch when one fails', async () => {
    const visited = new Set<number>()
    const numbers = Array.from({ length: 60 }, freshNumber)
    const queue = await startQueue(
      {
        delivery: async ({ payload }) => {
          if (payload.number === numbers[7]) throw new Error('broken')
          return [look(Number(payload.number))]
        },
        visit: async ({ reference }) =>
          void (reference.kind === 'pull-request' && visited.add(reference.number)),
      },
      { maxTries: 2 },
    )
    await Promise.all(
      numbers.map((number) =>
        queue.accept({
          id: `d-many-${number}`,
          event: 'ping',
          body: JSON.stringify({ number }),
        }),
      ),
    )
    await queue.idle()
    expect([...visited].toSorted((a, b) => a - b)).toEqual(numbers.filter((_, index) => index !== 7))
    expect(await inboxRow(`d-many-${numbers[7]}`)).toMatchObject({ state: 'dead' })
  })

  test('stores deliveries that arrive together in one transaction', async () => {
    let transactions = 0
    const store = queueStoreOn(database())
    const counting: QueueOptions['store'] = {
      ...store,
      keep: (...what) => {
        transactions += 1
        return store.keep(...what)
      },
    }
    const queue = await startQueue({}, { store: counting })
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        queue.accept({ id: `d-group-${index}`, event: 'ping', body: '{}' }),
      ),
    )
    await queue.idle()
    expect(transactions).toBe(1)
  })

  test('rejects a delivery when the database fails, and before start and after stop', async () => {
    let isDown = true
    const store = queueStoreOn(database())
    const failing: QueueOptions['store'] = {
      ...store,
      keep: async (...what) => {
        if (isDown) throw new Error('the database is down')
        return await store.keep(...what)
      },
    }
    const queue = await startQueue({}, { store: failing })
    const delivery = { id: 'd-down', event: 'ping', body: '{}' }
    await expect(queue.accept(delivery)).rejects.toThrow('the database is down')
    isDown = false
    await queue.accept(delivery)
    await queue.idle()
    await queue.stop()
    expect(queue.ready()).toBe(false)
    await expect(queue.accept(delivery)).rejects.toThrow('the queue is not ready')
  })

  test('evaluates merge groups first, also after a restart (TH-122, GH-150)', async () => {
    const sha = freshNumber().toString(16).padStart(40, '0')
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const first = await startQueue(
      {
        visit: async () => {
          begun.resolve()
          await mayEnd.promise
          throw new Error('GitHub is down')
        },
      },
      { evaluationsAtOnce: 1, backoffSeconds: () => 1 },
    )
    await first.enqueue([look(freshNumber())])
    await begun.promise
    for (let count = 0; count < 3; count++) await first.enqueue([look(freshNumber())])
    await first.enqueue([group(sha)])
    const stopped = first.stop()
    mayEnd.resolve()
    await stopped
    const visited: string[] = []
    const second = await startQueue(
      { visit: async ({ reference }) => void visited.push(evaluationKey(reference)) },
      { evaluationsAtOnce: 1 },
    )
    await second.idle()
    expect(visited.indexOf(`7/${sha}`)).toBe(0)
    expect(visited.length).toBe(5)
  })

  async function isAnyDelayed(): Promise<boolean> {
    const { db, dialect } = database()
    const later = db.selectFrom('visit').select('key').where('due_at', '>', dialect.now())
    return (await later.execute()).length > 0
  }

  test('runs urgent delayed evaluations first (TH-132)', async () => {
    const [first, second, urgent, blocking] = Array.from({ length: 4 }, freshNumber) as [
      number,
      number,
      number,
      number,
    ]
    const refused = new Set<number>()
    const visited: number[] = []
    const numberOf = (reference: EvaluationRequest['reference']) =>
      reference.kind === 'pull-request' ? reference.number : 0
    const queue = await startQueue(
      {
        visit: async ({ reference }) => {
          const number = numberOf(reference)
          if (number === blocking) {
            while (await isAnyDelayed()) await delay(10)
          } else if (refused.has(number)) visited.push(number)
          else {
            refused.add(number)
            throw Object.assign(new Error('GitHub wants to be left alone'), { retryAfterSeconds: 1 })
          }
        },
      },
      { evaluationsAtOnce: 1, isUrgent: async (reference) => numberOf(reference) === urgent },
    )
    await queue.enqueue([look(first), look(second), look(urgent)])
    await queue.enqueue([look(blocking)])
    await queue.idle()
    expect(visited.toSorted()).toEqual([first, second, urgent].toSorted())
    expect(visited[0]).toBe(urgent)
  })

  test('treats waiting for quota as no failure, and stops waiting when an event arrives (TH-132)', async () => {
    const job = look(freshNumber())
    const attempts: number[] = []
    const heldBack = Promise.withResolvers<void>()
    const queue = await startQueue({
      visit: async ({ triggers, attempt }) => {
        attempts.push(attempt)
        if (triggers.length > 1) return
        heldBack.resolve()
        throw Object.assign(new Error('the rest is for people'), {
          retryAfterSeconds: 600,
          isBackground: true,
        })
      },
    })
    await queue.enqueue([job], 'behind')
    await heldBack.promise
    await queue.enqueue([job])
    await queue.idle()
    expect(attempts).toEqual([1, 1])
  })

  test('runs background work last, until an event asks for it', async () => {
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const visited: number[] = []
    const queue = await startQueue(
      {
        visit: async ({ reference }) => {
          begun.resolve()
          await mayEnd.promise
          if (reference.kind === 'pull-request') visited.push(reference.number)
        },
      },
      { evaluationsAtOnce: 1 },
    )
    const [running, leisurely, event, inEarnest, last] = Array.from({ length: 5 }, freshNumber) as [
      number,
      number,
      number,
      number,
      number,
    ]
    await queue.enqueue([look(running)])
    await begun.promise
    await queue.enqueue([look(leisurely), look(inEarnest)], 'behind')
    await queue.enqueue([look(event)])
    await queue.enqueue([look(inEarnest)])
    await queue.enqueue([look(last)])
    mayEnd.resolve()
    await queue.idle()
    const [first, ...others] = visited
    expect(first).toBe(running)
    expect(others.slice(0, 3).toSorted((a, b) => a - b)).toEqual([event, inEarnest, last])
    expect(others.slice(3)).toEqual([leisurely])
  })

  test('notifies the watch of open triggers, also at the start, and when none is left (V6)', async () => {
    const [number, other] = [freshNumber(), freshNumber()]
    const told: string[] = []
    const doubted = (each: number): EvaluationJob => {
      const { reference } = look(each)
      return { reference, trigger: { kind: 'look', why: 'a push', changed: null } }
    }
    const numbers = (references: readonly Reference[]) =>
      references.map((each) => (each.kind === 'pull-request' ? each.number : each.headSha)).join()
    const watching = {
      notice: (references: readonly Reference[]) => void told.push(`noticed ${numbers(references)}`),
      settle: (keys: readonly string[]) => void told.push(`settled ${keys.join()}`),
    }
    const limited = async () => {
      throw Object.assign(new Error('slow down'), { retryAfterSeconds: 3_600 })
    }
    const first = await startQueue({ visit: limited }, { watching })
    await first.enqueue([doubted(number)])
    await expect.poll(() => told).toContain(`noticed ${number}`)
    await first.stop()
    told.length = 0
    // It is due in an hour, and the process that watched it is gone.
    const second = await startQueue({}, { watching })
    expect(told).toEqual([`noticed ${number}`])
    await second.enqueue([look(other)])
    // From the start of its evaluation on.
    await expect.poll(() => told).toContain(`noticed ${other}`)
    await expect.poll(() => told).toContain(`settled ${evaluationKey(look(other).reference)}`)
  })

  test('tells an evaluation whether an event that may take a success away arrived since (V6)', async () => {
    const reference = look(freshNumber()).reference
    const chat: Trigger = {
      ...{ kind: 'remark', on: 'comment', id: '5', state: 'present', at: '', text: 'Hm.' },
      told: { change: 'made', author: 1, by: 1, before: null, review: null },
    }
    const stood: Standing[] = []
    let evaluations = 0
    const queue = await startQueue({
      visit: async ({ standing }) => {
        if (++evaluations > 1) return
        stood.push(await standing())
        await queue.enqueue([{ reference, trigger: chat }])
        stood.push(await standing())
        await queue.enqueue([{ reference, trigger: { ...chat, text: '/object' } }])
        stood.push(await standing())
      },
    })
    await queue.enqueue([{ reference, trigger: { kind: 'look', why: 'first' } }])
    await queue.idle()
    expect(stood).toEqual(['newest', 'newest', 'overtaken'])
  })

  test('closes the triggers of an evaluation that only lacks comments or reactions', async () => {
    const number = freshNumber()
    const seen: string[] = []
    const queue = await startQueue({
      visit: async ({ triggers }) => {
        seen.push(triggers.map((trigger) => (trigger.kind === 'look' ? trigger.why : trigger.kind)).join())
        if (seen.length === 1) throw Object.assign(new Error('no comment'), { isAnswered: true })
      },
    })
    await queue.enqueue([look(number, 'somebody objected')])
    await queue.idle()
    expect(seen).toEqual(['somebody objected', 'a comment or a reaction is left to be written'])
  })

  test('waits for the running evaluation on stop and resumes the rest at the next start', async () => {
    const number = freshNumber()
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const answered: string[] = []
    const note = ({ triggers }: EvaluationRequest) => {
      for (const trigger of triggers) if (trigger.kind === 'look') answered.push(trigger.why)
    }
    const first = await startQueue({
      visit: async (visit) => {
        begun.resolve()
        await mayEnd.promise
        note(visit)
      },
    })
    await first.enqueue([look(number, 'one')])
    await begun.promise
    await first.enqueue([look(number, 'two')])
    const stopped = first.stop()
    mayEnd.resolve()
    await stopped
    expect(answered).toEqual(['one'])
    const second = await startQueue({ visit: async (visit) => note(visit) })
    await second.idle()
    expect(answered).toEqual(['one', 'two'])
  })
})
