import { expect, test } from 'vitest'
import { evaluationKey } from '../../src/facts/reference.ts'
import { wholeSecond } from '../../src/facts/time.ts'
import type { RfcRecord } from '../../src/report/record.ts'
import { findRecords, readOne, readStamp, repositoriesWithRecords } from '../../src/store/board-rows.ts'
import { readInsights } from '../../src/store/insight-rows.ts'
import { closeRecord, forgetRecord, keepRecord } from '../../src/store/record-rows.ts'
import { tell } from '../../src/store/visibility-rows.ts'
import { onBothDatabases } from './databases.ts'
import { RECORD } from './record.ts'

const EVERYTHING = { repositories: [], isPublicToo: true }
const PAGE = { order: 'oldest', from: 0, most: 50 } as const

const at = (minute: number) => `${new Date(Date.UTC(2026, 2, 2, 10, minute)).toISOString().slice(0, 19)}Z`

onBothDatabases(({ database }) => {
  const place = (repo: string, number = 1) => ({
    kind: 'pull-request' as const,
    installationId: 1,
    repositoryId: [...repo].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0),
    owner: 'acme',
    repo,
    number,
  })
  const keep = (repo: string, record: Partial<RfcRecord>, number = 1) =>
    keepRecord(database(), place(repo, number), false, { ...RECORD, ...record })
  const list = async (repo: string, order: Parameters<typeof findRecords>[3]['order'] = 'oldest') =>
    (await findRecords(database(), EVERYTHING, { repo }, { ...PAGE, order })).rows
  const one = (repo: string) => readOne(database(), EVERYTHING, { owner: 'ACME', repo, number: 1 })
  const timeline = async (repo: string) =>
    (await one(repo))?.turns.map(({ at: time, what }) => `${time.slice(14, 16)} ${what}`)
  const damage = (repo: string, value: string) =>
    database().db.updateTable('record').set({ value }).where('repo', '=', repo).execute()

  test('stores text that only one of the databases could store in the form that both can', async () => {
    const text = 'nul \0, half \ud800, whole \u{1f600}'
    const safe = 'nul \u{fffd}, half \u{fffd}, whole \u{1f600}'
    await keep('texts', { title: text, facts: [text] })
    const row = await database()
      .db.selectFrom('record')
      .select(['title', 'words'])
      .where('repo', '=', 'texts')
      .executeTakeFirst()
    expect(row?.title).toBe(safe)
    const { record } = (await one('texts'))!.row
    expect([record.title, record.facts]).toEqual([safe, [safe]])
    expect(row?.words).toContain('nul half whole')
  })

  test('remembers since when a state lasts, and the first time of a commitment that lasts', async () => {
    const times = async () => {
      const row = (await one('since'))!.row
      return [row.stateSince, row.movedAt, row.committedAt].map((time) => time?.toISOString().slice(14, 16))
    }
    await keep('since', { judgedAt: at(1) })
    await keep('since', { judgedAt: at(2), title: 'Paint it' })
    expect(await times()).toEqual(['01', '02', undefined])
    await keep('since', { judgedAt: at(3), state: 'committed' })
    await keep('since', { judgedAt: at(4), state: 'committed', title: 'Paint it well' })
    expect(await times()).toEqual(['03', '04', '03'])
    await keep('since', { judgedAt: at(5), state: 'waiting' })
    expect(await times()).toEqual(['05', '05', '03'])
    await keep('since', { judgedAt: at(6), state: 'committed' })
    expect(await times()).toEqual(['06', '06', '06'])
    await keep('since', { judgedAt: at(5), state: 'waiting' })
    expect(await times()).toEqual(['06', '06', '06'])
  })

  test('writes nothing when only the time of the evaluation differs', async () => {
    const stamp = () =>
      readStamp(database(), { repositories: [place('same').repositoryId], isPublicToo: false })
    await keep('same', {})
    const before = await stamp()
    await keep('same', { judgedAt: at(9) })
    expect(await stamp()).toBe(before)
    await keep('same', { judgedAt: at(9), title: 'Paint' })
    expect(await stamp()).not.toBe(before)
  })

  test('adds to the timeline, and sums it up', async () => {
    await keep('turns', { judgedAt: at(0) })
    await keep('turns', { judgedAt: at(2), state: 'objection' })
    await keep('turns', { judgedAt: at(6), state: 'committed', sharing: { of: 1, share: 1 } })
    expect(await timeline('turns')).toEqual(['00 waiting', '02 objection', '06 shared', '06 committed'])
    const insights = await readInsights(database(), EVERYTHING, { repo: 'turns' })
    expect(insights).toMatchObject({
      toAlignment: { count: 1, median: 360 },
      toCommitment: { count: 1, median: 360, p90: 360 },
      waited: { author: 0, stakeholders: 120, answers: 240 },
      quarters: [{ quarter: '2026 Q1', count: 1 }],
    })
    await forgetRecord(database(), evaluationKey(place('turns')))
    expect(await one('turns')).toBeNull()
  })

  test('lists what it cannot read by its columns, and breaks no page', async () => {
    await keep('damaged', { judgedAt: at(1) })
    await keep('damaged', { judgedAt: at(1), title: 'Whole' }, 2)
    await damage('damaged', '{"url":"https://github.test/9","state":"parked"}')
    await keep('damaged', { judgedAt: at(2), title: 'Whole again' }, 2)
    const rows = await list('damaged')
    expect(rows.map(({ record }) => record.title)).toEqual(['Paint the shed', 'Whole again'])
    expect(rows[0]!.record).toMatchObject({
      url: 'https://github.test/9',
      state: 'waiting',
      headline: "This version can't read the details. The next evaluation writes them again.",
    })
    expect(await one('damaged')).not.toBeNull()
  })

  test('writes what it could not read again, and tells nothing twice', async () => {
    const heads = [{ commit: 'a'.repeat(40), at: at(0) }]
    await keep('repaired', { judgedAt: at(1), heads })
    await damage('repaired', '{')
    await keep('repaired', { judgedAt: at(2), heads, state: 'objection' })
    expect(await timeline('repaired')).toEqual([`00 ${'a'.repeat(40)}`, '01 waiting', '02 objection'])
    expect((await one('repaired'))!.row.record.headline).toBe(RECORD.headline)
  })

  test('records a merge on a record that it cannot read, and leaves its text to a version that can', async () => {
    await keep('unread', { judgedAt: at(1) })
    await damage('unread', '{"newer":1}')
    const facts = { at: wholeSecond(at(3)), by: null, commit: null, shown: null, isOtherText: false }
    await closeRecord(database(), evaluationKey(place('unread')), { ...facts, basis: 'the last evaluation' })
    expect((await one('unread'))!.row).toMatchObject({ state: 'merged', stateSince: new Date(at(3)) })
    const { value } = await database()
      .db.selectFrom('record')
      .select('value')
      .where('repo', '=', 'unread')
      .executeTakeFirstOrThrow()
    expect(value).toBe('{"newer":1}')
    await keep('unread', { judgedAt: at(4) })
    expect((await one('unread'))!.row.state).toBe('merged')
  })

  test('sorts by the day that is asked for, without a day last', async () => {
    await keep('days', { decideBy: null, judgedAt: at(9) }, 1)
    await keep('days', { decideBy: '2026-05-02' }, 2)
    await keep('days', { decideBy: '2026-05-01' }, 3)
    await keep('days', { decideBy: null, judgedAt: at(10) }, 4)
    const rows = await list('days', 'due')
    expect(rows.map(({ number, record }) => [number, record.decideBy])).toEqual([
      [3, '2026-05-01'],
      [2, '2026-05-02'],
      [4, null],
      [1, null],
    ])
  })

  test('returns the newest name of each repository', async () => {
    const before = place('renamed')
    await keep('renamed', { judgedAt: at(1) }, 2)
    await keepRecord(database(), { ...before, repo: 'new-name' }, false, { ...RECORD, judgedAt: at(2) })
    const names = async () =>
      (await repositoriesWithRecords(database())).filter(({ id }) => id === before.repositoryId)
    expect(await names()).toEqual([{ id: before.repositoryId, owner: 'acme', name: 'new-name' }])
    await tell(database(), { ...before, repo: 'newest', isPrivate: false })
    expect(await names()).toEqual([{ id: before.repositoryId, owner: 'acme', name: 'newest' }])
  })

  test('keeps a long timeline', async () => {
    const heads = Array.from({ length: 2_500 }, (_, index) => ({
      commit: `${index}`.padEnd(40, 'a'),
      at: at(0),
    }))
    await keep('long', { heads })
    expect(await timeline('long')).toHaveLength(2_501)
  })

  test('interpolates percentiles, and takes the quarters in UTC', async () => {
    const openedAt = '2025-12-31T23:00:00Z'
    // In minutes after the opening.
    for (const [index, minutes] of [10, 20, 40, 59, 61].entries()) {
      const committed = `${new Date(Date.parse(openedAt) + minutes * 60_000).toISOString().slice(0, 19)}Z`
      await keep('spread', { openedAt, judgedAt: committed, state: 'committed' }, index)
    }
    const insights = (quarter?: string) =>
      readInsights(database(), EVERYTHING, { owner: 'Acme', repo: 'Spread', quarter })
    const { toCommitment, quarters, toAlignment } = await insights()
    expect(toCommitment).toEqual({ count: 5, median: 2400, p90: expect.closeTo(59 * 60 + 0.6 * 120, 6) })
    expect(toAlignment).toEqual({ count: 0, median: null, p90: null })
    expect(quarters).toEqual([
      { quarter: '2026 Q1', count: 1, median: 3660, p90: 3660 },
      { quarter: '2025 Q4', count: 4, median: 1800, p90: expect.closeTo(40 * 60 + 0.7 * 19 * 60, 6) },
    ])
    expect((await insights('2026 Q1')).toCommitment.count).toBe(1)
    expect((await insights('2025 Q4')).toCommitment.count).toBe(4)
    expect((await insights('2026 Q2')).toCommitment.count).toBe(0)
    expect((await insights('nonsense')).toCommitment.count).toBe(5)
  })
})
