import { randomBytes } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { recall, remember } from '../../src/store/memory-rows.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts'
import { DiskFull } from '../../src/store/sqlite-errors.ts'
import { isWritable } from '../../src/store/waiting-work.ts'
import { CAN_MOUNT, mountReadOnly, mountSmallDisk, newDirectory } from './small-disk.ts'

const MEGABYTE = 1024 * 1024

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function directoryOfTest(): string {
  const directory = newDirectory()
  endings.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

async function opened(dataDir: string, options = {}): Promise<Database> {
  const database = await openSqlite(dataDir, options)
  endings.push(() => database.close().catch(() => {}))
  await migrate(database)
  return database
}

/** A small write finds room in the log for some times after a large one was rejected. */
async function writtenUntilRejected(database: Database): Promise<void> {
  for (let times = 0; times < 100; times++) await isWritable(database)
}

/** Keeps deliveries one after the other until one is rejected. Returns the ids of those acknowledged. */
async function keepUntilRejected(database: Database, prefix: string, body = 'x'.repeat(10_000)) {
  const acknowledged: string[] = []
  for (;;) {
    const id = `${prefix}-${acknowledged.length}`
    try {
      await queueStoreOn(database).keep([{ id, event: 'push', body }], false)
    } catch (error) {
      return { acknowledged, error }
    }
    acknowledged.push(id)
  }
}

async function storedIds({ db }: Database): Promise<Set<string>> {
  const rows = await db.selectFrom('inbox').select('delivery_id').execute()
  return new Set(rows.map(({ delivery_id }) => delivery_id))
}

describe.runIf(CAN_MOUNT)('a disk that fills up', () => {
  function diskOfTest(bytes: number) {
    const disk = mountSmallDisk(bytes)
    endings.push(disk.remove)
    return { ...disk, dataDir: join(disk.directory, 'data') }
  }

  test('rejects writes with a sentence, still answers reads, and writes again when there is space', async () => {
    const { dataDir, fill, empty } = diskOfTest(16 * MEGABYTE)
    const database = await opened(dataDir)
    await remember(database, 'before', 1)
    fill(200_000)
    const { acknowledged, error } = await keepUntilRejected(database, 'a')
    expect(acknowledged.length).toBeGreaterThan(5)
    const sentence = `The disk of the data directory ${dataDir} is full. Free space there; a running server goes on by itself.`
    expect(error).toBeInstanceOf(DiskFull)
    expect((error as Error).message).toBe(sentence)
    await expect(database.transaction((tx) => remember(tx, 'full', 'x'.repeat(20_000)))).rejects.toThrow(
      sentence,
    )
    fill()
    await expect(writtenUntilRejected(database)).rejects.toThrow(sentence)
    expect(await recall(database, 'before')).toBe(1)
    expect(await storedIds(database)).toEqual(new Set(acknowledged))
    empty()
    expect(await isWritable(database)).toBe(true)
    await remember(database, 'full', 2)
    expect(await recall(database, 'full')).toBe(2)
    await queueStoreOn(database).keep([{ id: 'after', event: 'push', body: '{}' }], false)
    await database.close()
    const again = await opened(dataDir)
    expect(await storedIds(again)).toEqual(new Set([...acknowledged, 'after']))
  })

  test('keeps what was acknowledged when the process ends while the disk is full', async () => {
    const { dataDir, fill, empty } = diskOfTest(16 * MEGABYTE)
    const database = await opened(dataDir)
    fill(200_000)
    const { acknowledged } = await keepUntilRejected(database, 'a')
    // As after `kill -9`: the files as they are.
    const copy = directoryOfTest()
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`])
      copyFileSync(join(dataDir, name), join(copy, name))
    expect(await storedIds(await opened(copy))).toEqual(new Set(acknowledged))
    fill()
    await database.close()
    fill()
    const sentence = `The disk of the data directory ${dataDir} is full.`
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence)
    empty()
    expect(await storedIds(await opened(dataDir))).toEqual(new Set(acknowledged))
  })

  test('treats an index of the log that cannot grow as a full disk', async () => {
    const { dataDir, fill, empty } = diskOfTest(64 * MEGABYTE)
    const database = await opened(dataDir, { longBytes: 1_000 * MEGABYTE })
    const index = join(dataDir, `${DATABASE_FILE}-shm`)
    const log = join(dataDir, `${DATABASE_FILE}-wal`)
    const small = statSync(index).size
    // The first part of the index serves 4062 frames of 4120 bytes.
    while (statSync(log).size < 4_050 * 4_120) await remember(database, 'many', Math.random())
    expect(statSync(index).size).toBe(small)
    let failure: unknown
    while (failure === undefined && statSync(log).size < 4_080 * 4_120) {
      fill(4 * 4_096)
      failure = await remember(database, 'many', 1).then(
        () => undefined,
        (error: unknown) => error,
      )
    }
    expect(failure).toBeInstanceOf(DiskFull)
    expect((failure as DiskFull).cause).toMatchObject({ errcode: 4874 })
    empty()
    await remember(database, 'many', 2)
    expect(await recall(database, 'many')).toBe(2)
  })

  test('loses nothing when the log cannot be copied into the database', async () => {
    const { dataDir, fill, empty } = diskOfTest(16 * MEGABYTE)
    const database = await opened(dataDir, { longBytes: 1 })
    fill(400_000)
    const { acknowledged } = await keepUntilRejected(database, 'a')
    empty()
    const { length } = acknowledged
    for (let more = 0; more < 20; more++) {
      const id = `b-${more}`
      await queueStoreOn(database).keep([{ id, event: 'push', body: '{}' }], false)
      acknowledged.push(id)
    }
    expect(acknowledged.length).toBe(length + 20)
    await database.close()
    expect(await storedIds(await opened(dataDir))).toEqual(new Set(acknowledged))
  })
})

describe.runIf(CAN_MOUNT)('a data directory that is not writable', () => {
  const sentence = (dataDir: string) =>
    `The database in ${dataDir} can't be written to. Make DATA_DIR writable for the server's user, or mount its disk ` +
    'for writing, then restart.'

  test.each(['a new one', 'one with a database'])('is named when the server starts: %s', async (which) => {
    const dataDir = directoryOfTest()
    if (which === 'one with a database') await (await openDatabase({ dataDir })).close()
    endings.push(mountReadOnly(dataDir))
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence(dataDir))
  })

  test('is named when only the file is not', async () => {
    const dataDir = directoryOfTest()
    await (await openDatabase({ dataDir })).close()
    endings.push(mountReadOnly(join(dataDir, DATABASE_FILE)))
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence(dataDir))
  })

  test('is named when its parent is not, and it has to be made', async () => {
    const parent = directoryOfTest()
    endings.push(mountReadOnly(parent))
    const dataDir = join(parent, 'data')
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence(dataDir))
  })
})

describe('a damaged database file', () => {
  async function filled(): Promise<{ dataDir: string; file: string }> {
    const dataDir = directoryOfTest()
    const database = await openDatabase({ dataDir })
    const deliveries = Array.from({ length: 50 }, (_, n) => ({
      id: `d-${n}`,
      event: 'push',
      body: 'x'.repeat(10_000),
    }))
    await queueStoreOn(database).keep(deliveries, false)
    await database.close()
    return { dataDir, file: join(dataDir, DATABASE_FILE) }
  }

  const sentence = (dataDir: string) =>
    `The database file in ${dataDir} is damaged. Restore it from a copy, or move it away and restart: open pull ` +
    'requests are then read from GitHub again.'

  test.each<[string, (file: string) => void]>([
    ['random bytes', (file) => writeFileSync(file, randomBytes(100_000))],
    ['a header that was overwritten', (file) => overwrite(file, 0, randomBytes(100))],
    ['a file that was cut to its header', (file) => truncateSync(file, 4096)],
    ['a file that was cut to its half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ])('is named when the server starts: %s', async (_, damage) => {
    const { dataDir, file } = await filled()
    damage(file)
    const damaged = readFileSync(file)
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence(dataDir))
    expect(readFileSync(file).equals(damaged)).toBe(true)
  })

  test('is not taken for a new one when it is empty and a log is beside it', async () => {
    const { dataDir, file } = await filled()
    writeFileSync(`${file}-wal`, randomBytes(10_000))
    truncateSync(file, 0)
    await expect(openDatabase({ dataDir })).rejects.toThrow(sentence(dataDir))
    expect(statSync(`${file}-wal`).size).toBe(10_000)
  })

  test('ends the database when a statement comes upon it', async () => {
    const { dataDir, file } = await filled()
    const half = Math.floor(statSync(file).size / 2)
    overwrite(file, half, randomBytes(half))
    const database = await opened(dataDir)
    await expect(storedBodies(database)).rejects.toThrow(sentence(dataDir))
    expect((await database.broken)?.message).toBe(sentence(dataDir))
    const kept = queueStoreOn(database).keep([{ id: 'later', event: 'push', body: '{}' }], false)
    await expect(kept).rejects.toThrow(sentence(dataDir))
  })

  test('loses only the end of a log that is torn', async () => {
    const dataDir = directoryOfTest()
    const database = await opened(dataDir)
    for (const id of ['first', 'second']) {
      await queueStoreOn(database).keep([{ id, event: 'push', body: id }], false)
    }
    const copy = directoryOfTest()
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`])
      copyFileSync(join(dataDir, name), join(copy, name))
    const log = join(copy, `${DATABASE_FILE}-wal`)
    overwrite(log, statSync(log).size - 100, randomBytes(100))
    expect(await storedIds(await opened(copy))).toEqual(new Set(['first']))
  })

  async function storedBodies({ db }: Database): Promise<number> {
    const rows = await db.selectFrom('inbox').select('body').execute()
    return rows.length
  }

  function overwrite(path: string, position: number, bytes: Buffer): void {
    const descriptor = openSync(path, 'r+')
    writeSync(descriptor, bytes, 0, bytes.length, position)
    closeSync(descriptor)
  }
})

describe('a disk that fails while the log is written to it', () => {
  test('acknowledges nothing any more, although the next write reports success', async () => {
    const dataDir = directoryOfTest()
    let syncs = 0
    let isFailing = false
    const sync = async () => {
      syncs += 1
      if (isFailing) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    }
    const database = await opened(dataDir, { sync })
    const keep = (id: string) => queueStoreOn(database).keep([{ id, event: 'push', body: '{}' }], false)
    await keep('before')
    isFailing = true
    const sentence = `The disk of the data directory ${dataDir} failed while the database was written. Check the disk, then restart.`
    const kept = Promise.allSettled([keep('first'), keep('second')])
    const reasons = (await kept).map((each) => each.status === 'rejected' && String(each.reason))
    expect(reasons).toEqual([`Error: ${sentence}`, `Error: ${sentence}`])
    expect((await database.broken)?.message).toBe(sentence)
    isFailing = false
    const before = syncs
    await expect(database.flush()).rejects.toThrow(sentence)
    await expect(keep('third')).rejects.toThrow(sentence)
    await expect(recall(database, 'anything')).rejects.toThrow(sentence)
    expect(syncs).toBe(before)
    await database.close().catch(() => {})
    const again = await opened(dataDir)
    expect(await storedIds(again)).toContain('before')
  })

  test('rejects the flush that waits behind the one that fails', async () => {
    const dataDir = directoryOfTest()
    const failing = Promise.withResolvers<void>()
    let syncs = 0
    const database = await opened(dataDir, {
      sync: () => {
        syncs += 1
        return syncs === 1 ? failing.promise : Promise.resolve()
      },
    })
    const first = database.flush()
    await Promise.resolve().then(() => {})
    await expect.poll(() => syncs).toBe(1)
    const second = database.flush()
    failing.reject(new Error('EIO'))
    expect((await Promise.allSettled([first, second])).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ])
    expect(syncs).toBe(1)
  })
})

describe('a flush', () => {
  test('waits for a write that began after the commit, and shares it with others', async () => {
    const writes: (() => void)[] = []
    const database = await opened(directoryOfTest(), {
      sync: () => new Promise<void>((resolve) => writes.push(resolve)),
    })
    const ended: string[] = []
    const flush = (name: string) => database.flush().then(() => ended.push(name))
    const first = flush('first')
    await expect.poll(() => writes.length).toBe(1)
    const others = [flush('second'), flush('third')]
    writes[0]?.()
    await first
    await expect.poll(() => writes.length).toBe(2)
    expect(ended).toEqual(['first'])
    writes[1]?.()
    await Promise.all(others)
    expect(ended.toSorted()).toEqual(['first', 'second', 'third'])
    expect(writes.length).toBe(2)
  })
})
