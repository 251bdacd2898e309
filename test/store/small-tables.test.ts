import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { recallGroups, recallPullRequests, remember } from '../../src/store/memory-rows.ts'
import { claim, finish, freeAll, giveUp, holdsLease, keep } from '../../src/store/periodic-job-rows.ts'
import { countPostures, keepPosture, readPosture } from '../../src/store/posture-rows.ts'
import { want, wantedNow } from '../../src/store/reconcile-rows.ts'
import { leave, newestRules, showLife } from '../../src/store/server-rows.ts'
import { beginSignIn, endSession, endSignIn, keepSession, readSession } from '../../src/store/session-rows.ts'
import { onBothDatabases } from './databases.ts'

const DAY = 24 * 3600
const HEAD = 'a1'.repeat(20)

onBothDatabases(({ database }) => {
  const age = (key: string, days: number) => {
    const { db, dialect } = database()
    return db
      .updateTable('memory')
      .set({ updated_at: dialect.after(-days * DAY) })
      .where('key', '=', key)
      .execute()
  }

  test('recalls the pull requests and the merge groups of one repository', async () => {
    for (const key of ['7/1', '7/20', '7/1 tip', `7/${HEAD}`, `7/${'b2'.repeat(20)}`, '70/1', '71/2', '17/3'])
      await remember(database(), key, key)
    await age(`7/${'b2'.repeat(20)}`, 2)
    const pulls = await recallPullRequests(database(), 7)
    expect(pulls.toSorted((a, b) => a.number - b.number)).toEqual([
      { number: 1, value: '7/1' },
      { number: 20, value: '7/20' },
    ])
    expect(await recallGroups(database(), 7)).toEqual([{ commit: HEAD, value: `7/${HEAD}` }])
  })

  test('counts the ways of requiring the check, without branches that were not read for long', async () => {
    await keepPosture(database(), 1, 'main', 'required')
    await keepPosture(database(), 1, 'a "b"', 'required')
    await keepPosture(database(), 2, 'main', 'absent')
    await keepPosture(database(), 3, 'old', 'absent')
    await age('posture 3 old', 8)
    const counts = await countPostures(database())
    expect([...counts].toSorted()).toEqual([
      ['absent', 1],
      ['required', 2],
    ])
    const old = await readPosture(database(), 3, 'old')
    expect(old?.posture).toBe('absent')
    expect(old?.seconds).toBeGreaterThanOrEqual(8 * DAY)
    expect(await readPosture(database(), 3, 'never read')).toBeNull()
    await age('posture 3 old', 31)
    await keepPosture(database(), 1, 'main', 'required')
    expect(await readPosture(database(), 3, 'old')).toBeNull()
  })

  test('lets one browser finish a sign-in once, within its time', async () => {
    const begun = { verifier: 'v', next: '/me' }
    await beginSignIn(database(), { ...begun, id: 'open', seconds: 600 })
    expect(await endSignIn(database(), 'open')).toEqual(begun)
    expect(await endSignIn(database(), 'open')).toBeNull()
    await beginSignIn(database(), { ...begun, id: 'late', seconds: -1 })
    expect(await endSignIn(database(), 'late')).toBeNull()
  })

  test('keeps a session until it ends', async () => {
    const ada = { userId: 2 ** 40, login: 'ada', token: 'sealed', csrf: 'c' }
    await keepSession(database(), { ...ada, id: 'late', seconds: -1 })
    await keepSession(database(), { ...ada, id: 'on', seconds: 600 })
    expect([await readSession(database(), 'on'), await readSession(database(), 'late')]).toEqual([ada, null])
    await endSession(database(), 'on')
    expect(await readSession(database(), 'on')).toBeNull()
  })

  test('knows the newest rules of the servers that run', async () => {
    const [older, newer] = [randomUUID(), randomUUID()]
    expect(await newestRules(database())).toBe(0)
    await showLife(database(), { id: older, rules: 3 })
    await showLife(database(), { id: newer, rules: 4 })
    expect(await newestRules(database())).toBe(4)
    const { db, dialect } = database()
    const silent = db.updateTable('server').set({ seen_at: dialect.after(-61) })
    await silent.where('id', '=', newer).execute()
    expect(await newestRules(database())).toBe(3)
    await showLife(database(), { id: older, rules: 3 })
    expect(await db.selectFrom('server').select('id').execute()).toEqual([{ id: older }])
    await leave(database(), older)
    expect(await newestRules(database())).toBe(0)
  })

  test('leases a periodic job to one holder, and keeps its mark', async () => {
    const [name, ago] = ['job', 60]
    expect(await claim(database(), { name, holder: 'a', ago })).toEqual({ mark: null })
    expect(await claim(database(), { name, holder: 'b', ago })).toBeNull()
    expect([await holdsLease(database(), name), await holdsLease(database(), 'other')]).toEqual([true, false])
    expect([await keep(database(), name, 'a'), await keep(database(), name, 'b')]).toEqual([true, false])
    await finish(database(), { name, holder: 'a', mark: 'read to 1' })
    expect(await claim(database(), { name, holder: 'b', ago })).toBeNull()
    expect(await claim(database(), { name, holder: 'b', ago: 0 })).toEqual({ mark: 'read to 1' })
    await finish(database(), { name, holder: 'b', mark: null })
    expect(await claim(database(), { name, holder: 'b', ago: 0 })).toEqual({ mark: 'read to 1' })
    await giveUp(database(), name, 'a')
    expect(await holdsLease(database(), name)).toBe(true)
    await freeAll(database())
    expect(await holdsLease(database(), name)).toBe(false)
  })

  test('makes a request due at the earliest time that was asked for', async () => {
    const parts = async () => (await wantedNow(database())).map(({ part, wanted }) => [part, wanted])
    await want(database(), 'later', 100)
    await want(database(), 'later', 50)
    expect(await parts()).toEqual([])
    await want(database(), 'later', -1)
    await want(database(), 'later', 100)
    expect(await parts()).toEqual([['later', 4]])
  })
})
