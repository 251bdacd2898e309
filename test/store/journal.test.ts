import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal } from '../../src/store/journal.ts'

const LONG_BYTES = 100_000

describe('a long log', () => {
  let directory: string
  let file: string
  let writer: DatabaseSync
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rfc-alignment-journal-'))
    file = join(directory, 'a.sqlite')
    writer = new DatabaseSync(file)
    writer.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; pragma journal_size_limit = 0')
    writer.exec('create table t (text)')
  })
  afterEach(() => {
    writer.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const logBytes = () => statSync(`${file}-wal`).size
  const write = (bytes: number) => writer.prepare('insert into t values (?)').run('x'.repeat(bytes))

  /** A journal that counts how often statements had to wait. */
  function opened() {
    const waits = { count: 0 }
    const held = async (work: () => Promise<void>) => {
      waits.count += 1
      await work()
    }
    return { waits, journal: openJournal(file, (work) => work(), held, { longBytes: LONG_BYTES }) }
  }

  test('is copied into the database after a flush and started anew by the next write', async () => {
    const { journal, waits } = opened()
    write(LONG_BYTES)
    await journal.flush()
    await journal.close()
    expect(logBytes()).toBeGreaterThan(LONG_BYTES)
    expect(statSync(file).size).toBeGreaterThan(LONG_BYTES)
    write(1)
    expect(logBytes()).toBeLessThan(LONG_BYTES)
    expect(waits.count).toBe(0)
  })

  test('makes statements wait only when it could not be copied to its end for long', async () => {
    // Someone who reads keeps the end of the log from being copied, as commits do that go on meanwhile.
    const reader = new DatabaseSync(file)
    reader.exec('begin')
    reader.prepare('select count(*) from t').get()
    const first = opened()
    write(LONG_BYTES)
    await first.journal.flush()
    await first.journal.close()
    expect(first.waits.count).toBe(0)
    const second = opened()
    write(3 * LONG_BYTES)
    await second.journal.flush()
    await second.journal.close()
    expect(second.waits.count).toBe(1)
    reader.close()
    const third = opened()
    write(1)
    await third.journal.flush()
    await third.journal.close()
    write(1)
    expect(logBytes()).toBeLessThan(LONG_BYTES)
  })
})
