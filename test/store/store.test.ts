import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EvaluationJob } from '../../src/facts/trigger.ts'
import { recall, recallAll, remember } from '../../src/store/memory-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { rows } from '../../src/store/queue-rows.ts'
import * as reconciliations from '../../src/store/reconcile-rows.ts'
import * as redeliveries from '../../src/store/redelivery-rows.ts'
import { onBothDatabases } from './databases.ts'

const { inbox, triggers, evaluations } = rows

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
  test('applies no migration twice', async () => {
    const versions = 'select version from rfc.schema_version order by version'
    const before = await database().query(versions)
    if ('url' in where()) await (await openDatabase(where())).close()
    expect(await database().query(versions)).toEqual(before)
    const files = readdirSync(new URL('../../src/store/migrations/', import.meta.url))
    expect(before).toHaveLength(files.length)
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
    await inbox.keep(database(), [delivery('bytes', text)])
    const [kept] = await inbox.readOpen(database(), ['bytes'])
    expect(kept!.body).toBe(text)
    expect(kept!.tries).toBe(0)
    expect(kept!.receivedAt).toBeInstanceOf(Date)
  })

  test('stores a delivery id once, within one transaction and later (TH-10)', async () => {
    expect(await inbox.keep(database(), [delivery('twice'), delivery('twice')])).toEqual(['twice'])
    expect(await inbox.keep(database(), [delivery('twice'), delivery('other')])).toEqual(['other'])
    await inbox.close(database(), [{ id: 'twice', outcome: 'ignored' }])
    expect(await inbox.keep(database(), [delivery('twice')])).toEqual([])
    expect(await inbox.readOpen(database(), ['twice'])).toEqual([])
  })

  test('reopens a dead letter by a redelivery (TH-11)', async () => {
    await inbox.keep(database(), [delivery('dead')])
    await inbox.bury(database(), { id: 'dead', error: 'broke \0' })
    expect(await inbox.readOpen(database(), ['dead'])).toEqual([])
    expect(await inbox.keep(database(), [delivery('dead')])).toEqual(['dead'])
    expect(await inbox.readOpen(database(), ['dead'])).toMatchObject([{ id: 'dead', tries: 0 }])
    await inbox.close(database(), [{ id: 'dead', outcome: 'ignored' }])
  })

  test('deletes closed deliveries after 8 days, open ones never', async () => {
    await inbox.keep(database(), [delivery('old'), delivery('fresh'), delivery('old but open')])
    await inbox.close(database(), [
      { id: 'old', outcome: 'ignored' },
      { id: 'fresh', outcome: 'ignored' },
    ])
    await database().query(
      `update rfc.inbox set settled_at = settled_at - interval '9 days', received_at = received_at - interval '9 days'
       where delivery_id in ('old', 'old but open')`,
    )
    await inbox.forgetOld(database())
    const left = await database().query(
      `select delivery_id from rfc.inbox where delivery_id in ('old', 'fresh', 'old but open') order by 1`,
    )
    expect(left).toEqual([{ delivery_id: 'fresh' }, { delivery_id: 'old but open' }])
  })

  test('returns triggers unchanged, and closes only the given ones', async () => {
    const enqueues = [
      { evaluationJob: evaluationJob(1, 'first \0 \ud800'), deliveryId: 'd1' },
      { evaluationJob: evaluationJob(1, 'second'), deliveryId: null },
      { evaluationJob: evaluationJob(2, 'of another'), deliveryId: 'd1' },
    ]
    await evaluations.makeAndLock(database(), ['7/2', '7/1', '7/1'])
    await triggers.add(database(), enqueues)
    const open = await triggers.readOpen(database(), ['7/1'])
    expect(open.map(({ trigger }) => trigger)).toEqual([
      evaluationJob(1, 'first \0 \ud800').trigger,
      evaluationJob(1, 'second').trigger,
    ])
    expect(open[0]!.reference).toEqual(evaluationJob(1).reference)
    expect((await evaluations.waiting(database())).map(({ key }) => key).sort()).toEqual(['7/1', '7/2'])
    await triggers.close(database(), [open[0]!.id])
    expect(await triggers.readOpen(database(), ['7/1', '7/2'])).toHaveLength(2)
    await triggers.close(database(), [open[1]!.id])
    expect((await evaluations.waiting(database())).map(({ key }) => key)).toEqual(['7/2'])
  })

  test('stores the attempts and due time of an evaluation', async () => {
    await evaluations.makeAndLock(database(), ['7/3'])
    await triggers.add(database(), [{ evaluationJob: evaluationJob(3), deliveryId: null }])
    await evaluations.postpone(database(), { key: '7/3', error: 'down', tries: 3, seconds: 100.5 })
    expect(await evaluations.lock(database(), ['7/3', 'no such'])).toEqual([
      { key: '7/3', tries: 3, fence: 0 },
    ])
    const due = (await evaluations.waiting(database())).find(({ key }) => key === '7/3')
    expect(due!.seconds).toBeGreaterThan(50)
    expect(due!.seconds).toBeLessThanOrEqual(100.5)
    await evaluations.giveUp(database(), { key: '7/3', error: 'still down' })
    expect(await evaluations.lock(database(), ['7/3'])).toEqual([{ key: '7/3', tries: 0, fence: 0 }])
    await evaluations.succeed(database(), ['7/3'])
    const [row] = await database().query(`select outcome, error from rfc.visit where key = '7/3'`)
    expect(row).toEqual({ outcome: 'visited', error: null })
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
    await inbox.keep(database(), [delivery('kept'), delivery('died')])
    await inbox.bury(database(), { id: 'died', error: 'broke' })
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
    await database().query(`update rfc.redelivery set noted_at = noted_at - interval '9 days'`)
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
