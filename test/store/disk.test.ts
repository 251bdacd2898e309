import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { DiskGuard, LEAST_FREE_BYTES } from '../../src/store/disk-guard.ts'
import { recall, remember } from '../../src/store/memory-rows.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openPglite } from '../../src/store/pglite.ts'
import { isWritable } from '../../src/store/waiting-work.ts'

const MEGABYTE = 1024 * 1024
const ENOUGH = { freeBytes: () => Number.POSITIVE_INFINITY }

describe('the embedded database on a disk that fills up', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-disk-'))
  let database: Database
  let free = 1_000 * MEGABYTE
  beforeAll(async () => {
    database = await openPglite(dataDir, { freeBytes: () => free, lookMs: 0 })
    await migrate(database)
  })
  afterAll(async () => {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  test('rejects writes before its log runs out of space, still answers reads, and writes again when there is space', async () => {
    await remember(database, 'before', 1)
    free = 5 * MEGABYTE
    const refused = /has 5 MB left, and the embedded database needs 24 MB to write safely/
    await expect(remember(database, 'full', 1)).rejects.toThrow(refused)
    await expect(database.transaction((tx) => remember(tx, 'full', 1))).rejects.toThrow(refused)
    await expect(database.boss.db?.executeSql('create table t (a int)')).rejects.toThrow(refused)
    await expect(isWritable(database)).rejects.toThrow(refused)
    expect(await recall(database, 'before')).toBe(1)
    free = 1_000 * MEGABYTE
    expect(await isWritable(database)).toBe(true)
    await remember(database, 'full', 2)
    expect(await recall(database, 'full')).toBe(2)
  })

  test('rejects only writes that are too large for the free space', async () => {
    free = LEAST_FREE_BYTES + 4 * MEGABYTE
    await expect(remember(database, 'large', 'x'.repeat(2 * MEGABYTE))).rejects.toThrow('Free space there')
    await remember(database, 'small', 'x')
    free = 1_000 * MEGABYTE
  })
})

describe('an embedded database that has stopped', () => {
  test('rejects everything and reports that it is broken', async () => {
    const guard = new DiskGuard('/data', ENOUGH)
    const aborted = async () => {
      throw Object.assign(new Error('Aborted()'), { name: 'RuntimeError' })
    }
    await expect(guard.run(0, aborted)).rejects.toThrow('Aborted()')
    const sentence =
      'The embedded database in /data stopped working. Check whether its disk is full, then restart.'
    await expect(guard.run(null, async () => 1)).rejects.toThrow(sentence)
    expect((await guard.broken).message).toBe(sentence)
  })

  test('is not assumed after a rejected statement', async () => {
    const guard = new DiskGuard('/data', ENOUGH)
    const refused = Object.assign(new Error('could not extend file'), { severity: 'ERROR', code: '53100' })
    await expect(guard.run(0, () => Promise.reject(refused))).rejects.toBe(refused)
    expect(await guard.run(0, async () => 'works')).toBe('works')
  })
})
