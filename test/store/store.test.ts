import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SettledDelivery } from '../../src/facts/delivery.ts'
import type { EvaluationJob } from '../../src/facts/trigger.ts'
import * as deliveries from '../../src/store/delivery-rows.ts'
import { addTriggers, finish, openKeys, readTriggers, takeByKey } from '../../src/store/evaluation-rows.ts'
import { leaseOf } from '../../src/store/lease.ts'
import { recall, recallAll, remember } from '../../src/store/memory-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import * as reconciliations from '../../src/store/reconcile-rows.ts'
import * as redeliveries from '../../src/store/redelivery-rows.ts'
import { onBothDatabases } from './databases.ts'

type Settled = SettledDelivery extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'evaluationJobs'>
    : never
  : never

function delivery(id: string, text = '{}') {
  return { id, event: 'issue_comment', body: text }
}

function evaluationJob(number: number, why = 'somebody asked'): EvaluationJob {
  return {
    reference: {
      kind: 'pull-request',
      installationId: 1,
      repositoryId: 7,
      owner: 'acme',
      repo: 'rfcs',
      number,
    },
    trigger: { kind: 'look', why },
  }
}

onBothDatabases(({ database, where }) => {
  /** Returns the ids of what is new. */
  const keep = async (...fresh: readonly ReturnType<typeof delivery>[]) =>
    (await deliveries.keep(database(), fresh, null)).map(({ id }) => id)
  const settle = (...settled: readonly Settled[]) =>
    deliveries.settle(
      database(),
      settled.map((each) => ({ ...each, evaluationJobs: [] })),
    )
  const ignore = (id: string) => settle({ kind: 'done', id, outcome: 'ignored' })
  const bury = (id: string) => settle({ kind: 'dead', id, error: 'broke \0' })
  /** Takes everything that is open, and gives it back. */
  const open = async (...ids: readonly string[]) => {
    const lease = leaseOf(database(), 'a test')
    const taken = await deliveries.take(database(), 100, lease)
    await deliveries.release(database(), lease.holder)
    return taken.filter(({ id }) => ids.includes(id))
  }

  test('applies no migration twice', async () => {
    const { db, dialect } = database()
    const versions = () => db.selectFrom('schema_version').select('version').orderBy('version').execute()
    const before = await versions()
    if ('url' in where()) await (await openDatabase(where())).close()
    expect(await versions()).toEqual(before)
    const folder = new URL(`../../src/store/migrations/${dialect.kind}/`, import.meta.url)
    expect(before).toHaveLength(readdirSync(folder).length)
  })

  test('rolls back a transaction that throws', async () => {
    const failing = database().transaction(async (tx) => {
      await remember(tx, 'undone', 1)
      throw new Error('changed our mind')
    })
    await expect(failing).rejects.toThrow('changed our mind')
    expect(await recall(database(), 'undone')).toBeNull()
    await remember(database(), 'undone', 2)
    expect(await recall(database(), 'undone')).toBe(2)
  })

  test('replaces a remembered value, with any characters', async () => {
    await remember(database(), '7/1', { refused: ['ada'] })
    await remember(database(), '7/1', { refused: [], note: 'nul \0 and half \ud800' })
    expect(await recall(database(), '7/1')).toEqual({ refused: [], note: 'nul \0 and half \ud800' })
    expect(await recall(database(), 'never said')).toBeNull()
    const all = await recallAll(database(), ['7/1', 'never said'])
    expect([...all.keys()]).toEqual(['7/1'])
  })

  test('stores a delivery unchanged, including escaped NUL characters and lone surrogates', async () => {
    const text = '{"body":"\\u0000 \\ud800 \u{1f600}"}'
    await keep(delivery('bytes', text))
    const [kept] = await open('bytes')
    expect(kept!.body).toBe(text)
    expect(kept!.tries).toBe(0)
    expect(kept!.receivedAt).toBeInstanceOf(Date)
  })

  test('stores a delivery id once, within one transaction and later (TH-10)', async () => {
    expect(await keep(delivery('twice'), delivery('twice'))).toEqual(['twice'])
    expect(await keep(delivery('twice'), delivery('other'))).toEqual(['other'])
    await ignore('twice')
    expect(await keep(delivery('twice'))).toEqual([])
    expect(await open('twice')).toEqual([])
  })

  test('reopens a dead letter by a redelivery (TH-11)', async () => {
    await keep(delivery('dead'))
    await bury('dead')
    expect(await open('dead')).toEqual([])
    expect(await keep(delivery('dead'))).toEqual(['dead'])
    expect(await open('dead')).toMatchObject([{ id: 'dead', tries: 0 }])
    await ignore('dead')
  })

  test('deletes closed deliveries after 8 days, open ones never', async () => {
    const { db, dialect } = database()
    await keep(delivery('old'), delivery('fresh'), delivery('old but open'))
    await ignore('old')
    await ignore('fresh')
    await db
      .updateTable('inbox')
      .set({ settled_at: dialect.after(-9 * 24 * 3600), received_at: dialect.after(-9 * 24 * 3600) })
      .where('delivery_id', 'in', ['old', 'old but open'])
      .execute()
    await deliveries.forgetOld(database())
    const left = await db
      .selectFrom('inbox')
      .select('delivery_id')
      .where('delivery_id', 'in', ['old', 'fresh', 'old but open'])
      .orderBy('delivery_id')
      .execute()
    expect(left).toEqual([{ delivery_id: 'fresh' }, { delivery_id: 'old but open' }])
  })

  test('returns triggers unchanged, oldest first, and closes only those that an evaluation knew', async () => {
    await addTriggers(database(), [
      { job: evaluationJob(1, 'first \0 \ud800'), deliveryId: 'd1' },
      { job: evaluationJob(1, 'second'), deliveryId: null },
      { job: evaluationJob(2, 'of another'), deliveryId: 'd1' },
    ])
    const [taken] = await takeByKey(database(), ['7/1'], leaseOf(database(), 'a test'))
    expect(taken!.triggers.map(({ trigger }) => trigger)).toEqual([
      evaluationJob(1, 'first \0 \ud800').trigger,
      evaluationJob(1, 'second').trigger,
    ])
    expect(taken!.triggers[0]!.reference).toEqual(evaluationJob(1).reference)
    await addTriggers(database(), [{ job: evaluationJob(1, 'third'), deliveryId: null }])
    await finish(database(), [{ kind: 'visited', atEnd: {}, taken: taken! }], 'a test')
    const left = await readTriggers(database(), ['7/1', '7/2'])
    expect(left.map(({ trigger }) => trigger)).toEqual([
      evaluationJob(2, 'of another').trigger,
      evaluationJob(1, 'third').trigger,
    ])
  })

  test('takes what a newer version stored as unreadable, and leaves what it refers to in its own way', async () => {
    const stored = async (number: number, reference: object, trigger: object) => {
      await addTriggers(database(), [{ job: evaluationJob(number, 'known'), deliveryId: null }])
      await database()
        .db.insertInto('trigger')
        .values({
          visit_key: `7/${number}`,
          reference: JSON.stringify(reference),
          trigger: JSON.stringify(trigger),
          created_at: database().dialect.now(),
        })
        .execute()
    }
    const { reference, trigger } = evaluationJob(81)
    await stored(81, reference, { kind: 'vote', on: 'comment' })
    await stored(82, { kind: 'discussion', id: 4 }, trigger)
    const taken = await takeByKey(database(), ['7/81', '7/82'], leaseOf(database(), 'a test'))
    const kinds = taken.map(({ key, triggers }) => [key, triggers.map((each) => each.trigger.kind)])
    expect(new Map(kinds as [string, string[]][])).toEqual(
      new Map([
        ['7/81', ['look', 'unreadable']],
        ['7/82', ['look']],
      ]),
    )
    const ended = taken.map((each) => ({ kind: 'visited', atEnd: {}, taken: each }) as const)
    await finish(database(), ended, 'a test')
    expect(await openKeys(database())).toContain('7/82')
    expect(await openKeys(database())).not.toContain('7/81')
  })

  test('returns failed deliveries, merge groups first, until they arrive or were requested too often', async () => {
    const due = (mostAsked = 3) => redeliveries.due(database(), { mostAsked, atMost: 10 })
    const guids = async () => (await due()).map(({ guid }) => guid)
    await redeliveries.note(database(), [
      { guid: 'a', id: '1', event: 'push' },
      { guid: 'z', id: '177282743210311682', event: 'merge_group' },
      { guid: 'kept', id: '3', event: 'push' },
      { guid: 'died', id: '4', event: 'push' },
    ])
    await keep(delivery('kept'), delivery('died'))
    await bury('died')
    await redeliveries.forgetKept(database())
    expect(await guids()).toEqual(['z', 'a', 'died'])
    expect((await due())[0]).toEqual({ guid: 'z', id: '177282743210311682', event: 'merge_group', asked: 0 })
    await redeliveries.asked(database(), 'z', 100)
    await redeliveries.asked(database(), 'a', 0)
    expect(await guids()).toEqual(['a', 'died'])
    // Another attempt of it failed: it is still the same delivery.
    await redeliveries.note(database(), [{ guid: 'a', id: '5', event: 'push' }])
    expect((await due())[0]).toMatchObject({ id: '5', asked: 1 })
    await redeliveries.giveUp(database(), 'a', 3)
    expect(await guids()).toEqual(['died'])
    expect(await redeliveries.arrived(database(), ['z', 'died', 'never failed'])).toBe(1)
    expect(await guids()).toEqual([])
    const { db, dialect } = database()
    await db
      .updateTable('redelivery')
      .set({ noted_at: dialect.after(-9 * 24 * 3600) })
      .execute()
    await redeliveries.forgetOld(database())
    expect(await due(4)).toEqual([])
  })

  test('keeps a reconciliation request until it is served, also when it is made again meanwhile', async () => {
    const wanted = () => reconciliations.wantedNow(database())
    await reconciliations.want(database(), 'all of it')
    const [first] = await wanted()
    await reconciliations.postpone(database(), 'all of it', 100)
    expect(await wanted()).toEqual([])
    await reconciliations.want(database(), 'all of it')
    await reconciliations.done(database(), first!)
    const [again] = await wanted()
    expect(again).toMatchObject({ part: 'all of it', tries: 0 })
    await reconciliations.done(database(), again!)
    expect(await wanted()).toEqual([])
  })
})

test('rejects a second process on the same data directory with a clear message', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-lock-'))
  const lock = new URL('../../src/store/directory-lock.ts', import.meta.url).href
  // The lock alone, because a whole database in the other process would only make the test slower.
  const inAnotherProcess = () =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const { lockDirectory } = await import(${JSON.stringify(lock)})
         try { lockDirectory(${JSON.stringify(dataDir)}); console.log('taken') } catch (error) { console.log(error.message) }`,
      ],
      { encoding: 'utf8' },
    ).trim()
  const database = await openDatabase({ dataDir })
  try {
    expect(inAnotherProcess()).toMatch(
      /^The data directory .* is in use by another process\. Stop that process/,
    )
    await expect(openDatabase({ dataDir })).rejects.toThrow('in use by another process')
  } finally {
    await database.close()
  }
  expect(inAnotherProcess()).toBe('taken')
  rmSync(dataDir, { recursive: true, force: true })
})

test('reports an unreachable PostgreSQL', async () => {
  await expect(openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(
    'could not prepare the database',
  )
})
