import { expect, test } from 'vitest'
import { evaluationKey } from '../../src/facts/reference.ts'
import { keepAnswers, readAnswers } from '../../src/store/answer-rows.ts'
import { findRecords } from '../../src/store/board-rows.ts'
import { appendEntries, readLedger } from '../../src/store/ledger-rows.ts'
import { recallAll, remember } from '../../src/store/memory-rows.ts'
import { markAsOpen, purge } from '../../src/store/purge.ts'
import { closeRecord, forgetRecord, keepRecord } from '../../src/store/record-rows.ts'
import { hide, hideOthers, takeOverList, tell, timeNow } from '../../src/store/visibility-rows.ts'
import { opening } from '../ledger/told.ts'
import { onBothDatabases } from './databases.ts'
import { RECORD } from './record.ts'

const DAY = 24 * 3600

const place = (repositoryId: number, number: number) => ({
  kind: 'pull-request' as const,
  installationId: 1,
  repositoryId,
  owner: 'acme',
  repo: `plans-${repositoryId}`,
  number,
})

type Place = ReturnType<typeof place>

onBothDatabases(({ database }) => {
  const public_ = { repositories: [], isPublicToo: true }
  const page = { order: 'moved', from: 0, most: 50 } as const
  const shown = async (repositoryId: number) =>
    (await findRecords(database(), public_, { repo: `plans-${repositoryId}` }, page)).rows.map(
      ({ number }) => number,
    )
  const ago = (seconds: number) => database().dialect.after(-seconds)
  const hiddenFor = (days: number) =>
    database()
      .db.updateTable('record')
      .set({ hidden_at: ago(days * DAY) })
      .where('hidden_at', 'is not', null)
      .execute()
  /** As if everything had been written before: what is of the same millisecond counts as later. */
  const aSecondLater = () =>
    database()
      .db.updateTable('record')
      .set({ tightened_at: ago(1), kept_at: ago(1) })
      .execute()
  const listed = (repositoryId: number, isPrivate = false) => ({
    repositoryId,
    owner: 'acme',
    repo: `plans-${repositoryId}`,
    isPrivate,
  })

  test('deletes hidden records within thirty days and keeps visible ones (§14)', async () => {
    await keepRecord(database(), place(1, 1), false, RECORD)
    await keepRecord(database(), place(2, 1), false, RECORD)
    await hide(database(), { installationId: 1, repositories: [1] })
    expect([await shown(1), await shown(2)]).toEqual([[], [1]])
    await hiddenFor(28)
    expect((await purge(database())).record).toBe(0)
    await hiddenFor(30)
    expect(await purge(database())).toMatchObject({ record: 1, turn: expect.any(Number) })
    expect(await database().db.selectFrom('turn').select('key').where('key', '=', '1/1').execute()).toEqual(
      [],
    )
    expect(await shown(2)).toEqual([1])
  })

  test('keeps hidden what an event hid after a listing began', async () => {
    await keepRecord(database(), place(3, 1), false, RECORD)
    const begunAt = await timeNow(database())
    const list = { installationId: 1, begunAt, repositories: [listed(2), listed(3)] }
    await tell(database(), { ...place(3, 1), isPrivate: true })
    await takeOverList(database(), list)
    expect(await shown(3)).toEqual([])
    await hide(database(), { installationId: 1, repositories: [3] })
    await takeOverList(database(), list)
    expect(await shown(3)).toEqual([])
    await aSecondLater()
    await takeOverList(database(), { ...list, begunAt: await timeNow(database()) })
    expect(await shown(3)).toEqual([1])
  })

  test('does not make a repository public again by an older evaluation', async () => {
    await keepRecord(database(), place(4, 1), false, RECORD)
    await tell(database(), { ...place(4, 1), isPrivate: true })
    await keepRecord(database(), place(4, 1), false, { ...RECORD, title: 'Paint it' })
    expect(await shown(4)).toEqual([])
  })

  test('hides a repository when an unchanged record says it is private', async () => {
    await keepRecord(database(), place(5, 1), false, RECORD)
    await keepRecord(database(), place(5, 1), true, RECORD)
    expect(await shown(5)).toEqual([])
  })

  test('does not hide records that are newer than a listing', async () => {
    const begunAt = await timeNow(database())
    await keepRecord(database(), place(6, 1), false, RECORD)
    await takeOverList(database(), { installationId: 1, begunAt, repositories: [listed(2)] })
    await hideOthers(database(), { installations: [], begunAt })
    expect(await shown(6)).toEqual([1])
    await aSecondLater()
    await hideOthers(database(), { installations: [1], begunAt: await timeNow(database()) })
    expect(await shown(6)).toEqual([1])
    await hideOthers(database(), { installations: [9], begunAt: await timeNow(database()) })
    expect(await shown(6)).toEqual([])
  })

  test('deletes memories that are unused for ninety days, except of open pull requests', async () => {
    await keepRecord(database(), place(7, 1), false, RECORD)
    await keepRecord(database(), place(7, 2), false, RECORD)
    await closeRecord(database(), evaluationKey(place(7, 2)), {
      at: '2026-03-03T10:00:00Z',
      by: null,
      commit: null,
      basis: 'the last evaluation',
      shown: null,
      isOtherText: false,
    })
    const [open, merged] = [evaluationKey(place(7, 1)), evaluationKey(place(7, 2))]
    for (const key of ['8/1', '8/1 tip', '8/2', open, `${open} tip`, merged])
      await remember(database(), key, 1)
    await database()
      .db.updateTable('memory')
      .set({ updated_at: ago(91 * DAY) })
      .execute()
    await markAsOpen(database(), ['8/2'])
    await purge(database())
    const left = await recallAll(database(), ['8/1', '8/1 tip', '8/2', open, `${open} tip`, merged])
    expect([...left.keys()].toSorted()).toEqual([open, `${open} tip`, '8/2'])
  })

  test('L1, §14: keeps a ledger as long as the record, and without one as long as anything of the pull request', async () => {
    const [shown, hidden, forgotten, remembered, fresh] = [21, 22, 23, 24, 25].map((repositoryId) =>
      place(repositoryId, 1),
    ) as [Place, Place, Place, Place, Place]
    const all = [shown, hidden, forgotten, remembered, fresh]
    for (const each of all)
      await database().transaction((tx) => appendEntries(tx, evaluationKey(each), opening()))
    for (const each of [shown, hidden, forgotten]) await keepRecord(database(), each, false, RECORD)
    await forgetRecord(database(), evaluationKey(forgotten))
    await remember(database(), evaluationKey(remembered), 1)
    await database()
      .db.updateTable('ledger')
      .set({ updated_at: ago(91 * DAY) })
      .where('key', '<>', evaluationKey(fresh))
      .execute()
    const kept = async () => {
      await purge(database())
      const found = await Promise.all(all.map((each) => readLedger(database(), evaluationKey(each))))
      return all.filter((_, index) => found[index]?.ledger.entries.length === opening().length)
    }
    expect(await kept()).toEqual([shown, hidden, remembered, fresh])
    await hide(database(), { installationId: 1, repositories: [22] })
    await hiddenFor(28)
    expect(await kept()).toEqual([shown, hidden, remembered, fresh])
    await hiddenFor(30)
    expect(await kept()).toEqual([shown, remembered, fresh])
    const entries = await database().db.selectFrom('ledger_entry').select('key').distinct().execute()
    expect(entries.map(({ key }) => key).toSorted()).toEqual(
      [shown, remembered, fresh].map(evaluationKey).toSorted(),
    )
  })

  test('deletes old evaluation rows without open triggers', async () => {
    const { db } = database()
    const visit = (key: string, days: number) => ({ key, due_at: ago(0), updated_at: ago(days * DAY) })
    await db
      .insertInto('visit')
      .values([visit('old', 91), visit('waits', 91), visit('new', 0)])
      .execute()
    const trigger = { visit_key: 'waits', reference: '{}', trigger: '{}', created_at: ago(0) }
    await db.insertInto('trigger').values(trigger).execute()
    await purge(database())
    expect(await db.selectFrom('visit').select('key').orderBy('key').execute()).toEqual([
      { key: 'new' },
      { key: 'waits' },
    ])
  })

  test('deletes expired sessions and sign-ins', async () => {
    const { db } = database()
    const session = { user_id: 1, login: 'ada', token: '', csrf: '' }
    await db
      .insertInto('session')
      .values([
        { ...session, id: 'over', ends_at: ago(1) },
        { ...session, id: 'on', ends_at: ago(-3600) },
      ])
      .execute()
    await db
      .insertInto('sign_in')
      .values({ id: 'over', verifier: '', next: '/', ends_at: ago(1) })
      .execute()
    expect(await purge(database())).toMatchObject({ session: 1, sign_in: 1 })
    expect(await db.selectFrom('session').select('id').execute()).toEqual([{ id: 'on' }])
  })

  test('stores an answer once and deletes it with the last record of its repository (C9, §14)', async () => {
    const answer = { personId: 2 ** 40, kind: 'other tool', number: 1 }
    await keepRecord(database(), place(11, 1), false, RECORD)
    await keepAnswers(database(), 11, [answer, { ...answer, kind: 'approval' }])
    await keepAnswers(database(), 11, [{ ...answer, number: 2 }])
    await keepAnswers(database(), 12, [answer])
    const known = (repositoryId: number) => readAnswers(database(), repositoryId, [answer.personId, 3])
    expect(await known(11)).toEqual(expect.arrayContaining([answer, { ...answer, kind: 'approval' }]))
    expect([(await known(11)).length, await readAnswers(database(), 11, [3])]).toEqual([2, []])
    await purge(database())
    expect(await known(12)).toEqual([answer])
    await database()
      .db.updateTable('answered')
      .set({ answered_at: ago(2 * DAY) })
      .execute()
    await purge(database())
    expect([(await known(11)).length, await known(12)]).toEqual([2, []])
  })
})
