import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { DATABASE_FILE, openSqlite } from '../../src/store/sqlite.ts'

const SECTOR = 512
const PAGE = 4096
/** More than the log keeps when it is started anew, so that it is not copied all the time. */
const LONG_BYTES = 1_200_000
/** The header of the log; bytes 16 to 24 change when it is started anew (https://www.sqlite.org/fileformat2.html#walformat). */
const HEADER_BYTES = 32

const root = mkdtempSync(join(tmpdir(), 'rfc-alignment-power-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Files {
  readonly database: Buffer
  readonly log: Buffer
}

describe('a power cut', () => {
  test('loses no acknowledged delivery and damages nothing, also while the log is copied and started anew', async () => {
    const dataDir = join(root, 'data')
    const disk = new Disk(dataDir)
    const database = await openSqlite(dataDir, { sync: () => disk.sync(), longBytes: LONG_BYTES })
    await migrate(database)
    await database.flush()
    const store = queueStoreOn(database)
    const acknowledged = new Set<string>()
    disk.cuts = (files) => expectKept(files, acknowledged)
    let count = 0
    const sender = async () => {
      while (disk.restarts < 3 || disk.syncs < 100) {
        const id = `delivery-${++count}`
        const body = id.repeat(1 + Math.floor(Math.random() * 800))
        await store.keep([{ id, event: 'push', body }], true)
        acknowledged.add(id)
        // Commits that nothing waits for.
        await store.settle([{ kind: 'done', id, outcome: 'ignored', evaluationJobs: [] }], () => [])
      }
    }
    await Promise.all(Array.from({ length: 8 }, sender))
    expect(acknowledged.size).toBe(count)
    expect(disk.checked).toBeGreaterThan(100)
    // The cuts must have found something to tear, or they show nothing.
    expect(disk.torn).toBeGreaterThan(50)
    await database.close()
  })
})

/** What a disk holds that keeps what was synced, and of everything else any part. */
class Disk {
  readonly #file: string
  /** On the disk for sure. */
  #safe: Files = { database: Buffer.alloc(0), log: Buffer.alloc(0) }
  #seen: Files = this.#safe
  syncs = 0
  restarts = 0
  checked = 0
  torn = 0
  cuts: (files: Files) => void = () => {}

  constructor(dataDir: string) {
    this.#file = join(dataDir, DATABASE_FILE)
  }

  async sync(): Promise<void> {
    const now = { database: readFileSync(this.#file), log: readFileSync(`${this.#file}-wal`) }
    this.#cut(now)
    await turn()
    // The log was synced, the database was not.
    this.#safe = { ...this.#safe, log: now.log }
    this.syncs += 1
  }

  #cut(now: Files): void {
    // Before SQLite copies anything of the log into the database, it syncs the log as far as it will copy.
    const isCopied = !now.database.equals(this.#seen.database)
    // SQLite starts the log anew only after it has synced the database, and syncs the new header before the frames.
    const header = now.log.subarray(0, HEADER_BYTES)
    const isNew = !header.equals(this.#seen.log.subarray(0, HEADER_BYTES))
    const { database, log } = this.#safe
    this.#safe = {
      database: isNew ? now.database : database,
      log: isCopied ? now.log : isNew ? Buffer.concat([header, log.subarray(HEADER_BYTES)]) : log,
    }
    this.#seen = now
    if (isNew) this.restarts += 1
    for (const isWhole of [false, true]) {
      const database = tear(this.#safe.database, now.database, PAGE)
      const log = isWhole ? this.#safe.log : tear(this.#safe.log, now.log, SECTOR)
      if (!log.equals(now.log)) this.torn += 1
      this.cuts({ database, log })
      this.checked += 1
    }
  }
}

/** Takes each block from either. */
function tear(before: Buffer, after: Buffer, size: number): Buffer {
  const torn = Buffer.from(after)
  for (let from = 0; from < after.length; from += size) {
    if (Math.random() < 0.5) continue
    torn.subarray(from, from + size).fill(0)
    before.subarray(from, from + size).copy(torn, from)
  }
  return torn
}

function expectKept({ database, log }: Files, acknowledged: ReadonlySet<string>): void {
  const directory = mkdtempSync(join(root, 'cut-'))
  const file = join(directory, DATABASE_FILE)
  writeFileSync(file, database)
  writeFileSync(`${file}-wal`, log)
  const connection = new DatabaseSync(file)
  try {
    expect(connection.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    const stored = new Set(
      connection
        .prepare('select delivery_id as id from inbox')
        .all()
        .map(({ id }) => id),
    )
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  } finally {
    connection.close()
    rmSync(directory, { recursive: true })
  }
}
