import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import type { StoredLedger } from '../../src/ledger/stored-ledger.ts'
import { raiseFence } from '../../src/store/evaluation-rows.ts'
import { appendEntries, appendWithLease, readLedger } from '../../src/store/ledger-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { anyEntry } from '../ledger/drawn-entries.ts'
import { largeEvidence } from '../ledger/large.ts'
import { ADA, edit, head, header, LINUS, opening, post, sight, text, time, tip } from '../ledger/told.ts'
import { onBothDatabases } from './databases.ts'
import { statementsDuring } from './statements-during.ts'

/** Evidence in more words than `opening`, of all that a server sees at once. */
const SOME = [...opening(), post(10, ADA, ['commit']), post(11, LINUS, ['object'])]

onBothDatabases(({ database, where }) => {
  let last = 0
  const newKey = () => `7/${++last}`
  const appended = (
    key: string,
    entries: readonly Entry[],
    minimalLength?: number,
    known?: StoredLedger | null,
  ) => database().transaction((tx) => appendEntries(tx, key, entries, minimalLength, known))
  const insertEntry = (key: string, identity: string, entry: string) =>
    database().db.insertInto('ledger_entry').values({ key, identity, entry }).execute()
  const evaluation = async (key: string, fence: number) => {
    const { db, dialect } = database()
    const [due_at, updated_at] = [dialect.now(), dialect.now()]
    await db.insertInto('visit').values({ key, fence, due_at, updated_at }).execute()
  }

  test('L1: a ledger comes back as it was appended, however its evidence arrived', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyEntry, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        async (parts) => {
          const key = newKey()
          let stored: StoredLedger | null = null
          for (const [index, entries] of parts.entries()) {
            // With and without what is known.
            const after: StoredLedger = await appended(key, entries, 0, index % 2 === 0 ? stored : null)
            stored = after
            if (after.ledger.length > 0) expect(await readLedger(database(), key)).toEqual(after)
          }
          expect(stored).toMatchObject({ isReadable: true, ledger: append(NO_LEDGER, parts.flat()) })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('L1: no evidence leaves no ledger', async () => {
    const key = newKey()
    expect((await appended(key, [])).ledger).toEqual(NO_LEDGER)
    expect(await readLedger(database(), key)).toBeNull()
  })

  test('L1: the same evidence twice writes nothing', async () => {
    const key = newKey()
    const before = await appended(key, SOME)
    const { result, statements } = await statementsDuring(() =>
      appended(key, [SOME[0]!, SOME[5]!, tip(1, 'a', { seen: time(9), from: 'read' })]),
    )
    expect(result).toEqual(before)
    expect(statements.map((each) => each.split(' ')[0])).toEqual(['insert', 'select', 'select'])
    expect(statements[0]).toContain('do nothing')
    expect(await readLedger(database(), key)).toEqual(before)
  })

  test('L1: new evidence is two statements where the ledger is known, three where it is not', async () => {
    const key = newKey()
    const known = await appended(key, SOME)
    const one = [post(20, ADA, ['object'])]
    const { result, statements } = await statementsDuring(() => appended(key, one, 0, known))
    expect(statements.map((each) => each.split(' ')[0])).toEqual(['insert', 'insert'])
    expect(result).toEqual(await readLedger(database(), key))
    const two = [post(21, ADA, ['object']), head(22, 'a')]
    expect((await statementsDuring(() => appended(key, two))).statements).toHaveLength(3)
    expect((await statementsDuring(() => readLedger(database(), key))).statements).toHaveLength(1)
  })

  test('L1: the number of entries makes no statement another one', async () => {
    const texts = new Set<string>()
    for (const count of [1, 2, 3]) {
      const posts = Array.from({ length: count }, (_, index) => post(10 + index, ADA, ['object']))
      const { statements } = await statementsDuring(() => appended(newKey(), posts))
      for (const each of statements) texts.add(each)
    }
    expect(texts.size).toBe(3)
  })

  test('L3: two differing entries about one post are joined into one', async () => {
    const key = newKey()
    const first = post(10, ADA, ['commit', 'align'], { seen: time(12) })
    const second = post(10, ADA, ['commit', 'object'], { seen: time(11), firstSight: sight(9) })
    await appended(key, [...opening(), first])
    const { result, statements } = await statementsDuring(() => appended(key, [second, head(20, 'a')]))
    expect(result.ledger).toEqual(append(append(NO_LEDGER, [...opening(), first]), [second, head(20, 'a')]))
    expect(result.ledger.length).toBe(6)
    expect(statements.map((each) => each.split(' ')[0])).toEqual([
      'insert',
      'select',
      'update',
      'insert',
      'select',
    ])
    expect(await readLedger(database(), key)).toEqual(result)
  })

  test('a write of another server since is found, though the ledger was known', async () => {
    const key = newKey()
    const known = await appended(key, SOME)
    // It adds no entry, and so no length.
    await appended(key, [post(10, ADA, ['object'])])
    const after = await appended(key, [head(20, 'b')], 0, known)
    expect(after).toEqual(await readLedger(database(), key))
    expect(after.ledger).not.toEqual(append(known.ledger, [head(20, 'b')]))
    expect(await appended(key, [head(20, 'b')], 0, known)).toEqual(after)
  })

  test('L3: a restored ledger is as long as the one it comes from, and goes on from there', async () => {
    const key = newKey()
    await appended(key, [header()])
    expect((await appended(key, SOME, 40)).ledger.length).toBe(40)
    expect((await appended(key, SOME, 40)).revision).toBe(2)
    expect((await appended(key, [head(20, 'a')])).ledger.length).toBe(41)
    expect((await appended(key, [head(21, 'a')], 10)).ledger.length).toBe(42)
    // A trace tells of more than any copy has.
    expect((await appended(key, [], 60)).ledger.length).toBe(60)
    const found = await readLedger(database(), key)
    expect([found?.ledger.length, found?.ledger.entries.length]).toEqual([60, 8])
  })

  test.each([
    ['an entry of an unknown kind', JSON.stringify({ ...header(), kind: 'vote' })],
    ['an entry with a field more', JSON.stringify({ ...post(9, ADA, ['commit']), mood: 'good' })],
    ['a command that is not known', JSON.stringify(post(9, ADA, [{ word: 'veto' } as never]))],
    ['no JSON', '{"kind":"tip"'],
  ])('L4: %s makes the ledger unreadable, stays stored, and hides no other evidence', async (_, entry) => {
    const key = newKey()
    const before = await appended(key, SOME)
    await insertEntry(key, 'of a newer version', entry)
    expect(await readLedger(database(), key)).toEqual({ ...before, isReadable: false })
    const after = await appended(key, [head(20, 'b')])
    expect(after).toMatchObject({ isReadable: false, ledger: append(before.ledger, [head(20, 'b')]) })
    const known = await appended(key, [head(21, 'b')], 0, after)
    expect(known).toMatchObject({ isReadable: false, ledger: append(after.ledger, [head(21, 'b')]) })
    const rows = database().db.selectFrom('ledger_entry').select('entry')
    expect(await rows.where('identity', '=', 'of a newer version').where('key', '=', key).execute()).toEqual([
      { entry },
    ])
  })

  test('L4: an entry that a newer version wrote of the same evidence is left as it is', async () => {
    const key = newKey()
    const { db } = database()
    await appended(key, SOME)
    const newer = sql<string>`replace(entry, '"viaEmail"', '"viaPigeon"')`
    await db.updateTable('ledger_entry').set({ entry: newer }).where('key', '=', key).execute()
    const before = await db.selectFrom('ledger_entry').selectAll().where('key', '=', key).execute()
    const after = await appended(key, [post(10, ADA, ['object'])])
    expect([after.isReadable, after.revision]).toEqual([false, 1])
    expect(after.ledger.entries).toEqual(append(NO_LEDGER, opening()).entries)
    expect(await db.selectFrom('ledger_entry').selectAll().where('key', '=', key).execute()).toEqual(before)
  })

  test('an entry that could not be read again is not stored, nor what comes with it', async () => {
    const key = newKey()
    const malformed = post(10, ADA, ['commit'], { tip: 'main' })
    await expect(appended(key, [header(), malformed])).rejects.toThrow('of the kind "post" is malformed')
    expect(await readLedger(database(), key)).toBeNull()
  })

  test('an entry without its ledger cannot be stored', async () => {
    await expect(insertEntry('7/0', 'x', '{}')).rejects.toThrow(/foreign key/i)
  })

  test('L3: what several servers append to one ledger at the same time is all there, each entry once', async () => {
    const others = 'url' in where() ? [await openDatabase(where()), await openDatabase(where())] : []
    const servers = [database(), ...others]
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anyEntry, { minLength: 1, maxLength: 8 }), { minLength: 6, maxLength: 9 }),
          async (parts) => {
            const key = newKey()
            await Promise.all(
              parts.map((entries, index) =>
                servers[index % servers.length]!.transaction((tx) => appendEntries(tx, key, entries)),
              ),
            )
            const { ledger } = (await readLedger(database(), key))!
            expect(ledger).toEqual(append(NO_LEDGER, parts.flat()))
          },
        ),
        { numRuns: 40 },
      )
    } finally {
      for (const other of others) await other.close()
    }
  })

  test('TH-26: an evaluation that lost its lease records nothing', async () => {
    const key = newKey()
    await evaluation(key, 4)
    const record = (fence: number) => appendWithLease(database(), key, SOME, fence, 0, null)
    expect(await record(3)).toBeNull()
    expect(await readLedger(database(), key)).toBeNull()
    expect(await record(4)).toEqual(await readLedger(database(), key))
    await raiseFence(database(), key)
    expect(await record(4)).toBeNull()
  })

  test('TH-26: who takes an evaluation and who records for it wait for each other', async (context) => {
    const place = where()
    if (!('url' in place)) return context.skip('one connection does one thing after another')
    const key = newKey()
    await evaluation(key, 4)
    const other = await openDatabase(place)
    try {
      const waiting = async () =>
        (
          await sql`select from pg_catalog.pg_stat_activity where wait_event_type = 'Lock'`.execute(
            database().db,
          )
        ).rows.length
      let record: Promise<StoredLedger | null> | undefined
      await other.transaction(async (tx) => {
        await raiseFence(tx, key)
        record = appendWithLease(database(), key, SOME, 4, 0, null)
        await expect.poll(waiting).toBe(1)
      })
      expect(await record).toBeNull()
      expect(await readLedger(database(), key)).toBeNull()
    } finally {
      await other.close()
    }
  })

  test('a process that is killed leaves all of what it appended, or nothing', async () => {
    const key = newKey()
    // The embedded database is for one process.
    const place =
      'url' in where() ? where() : { dataDir: join((where() as { dataDir: string }).dataDir, 'b') }
    const die = (when: string) =>
      spawnSync(
        process.execPath,
        [join(import.meta.dirname, 'append-child.ts'), JSON.stringify(place), key, when],
        { encoding: 'utf8' },
      )
    const found = async () => {
      const after = await openDatabase(place)
      const stored = await readLedger(after, key)
      await after.close()
      return stored
    }
    expect(die('before')).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    expect(await found()).toBeNull()
    expect(die('after')).toMatchObject({ signal: 'SIGKILL', stderr: '' })
    const told = append(NO_LEDGER, [post(10, 2, ['object']), post(11, 3, ['commit'])])
    expect(await found()).toEqual({ ledger: told, isReadable: true, revision: 1 })
  })

  test('L1: a ledger of ten thousand entries is stored, read and appended to', async () => {
    const key = newKey()
    const entries = largeEvidence().slice(0, 10_000)
    const stored = await appended(key, entries)
    expect(stored.ledger).toEqual(append(NO_LEDGER, entries))
    expect(await readLedger(database(), key)).toEqual(stored)
    const later = edit(9_999_999, post(10, ADA, ['commit']), ['object'])
    const after = await appended(key, [later, text('f', [])], 0, stored)
    expect(after.ledger).toEqual(append(stored.ledger, [later, text('f', [])]))
    expect(await readLedger(database(), key)).toEqual(after)
  })
})
