import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { append, NO_LEDGER } from '../../src/ledger/append.ts'
import type { Database } from '../../src/store/database.ts'
import { appendWithLease, readLedger } from '../../src/store/ledger-rows.ts'
import { recall } from '../../src/store/memory-rows.ts'
import { migrationsFor } from '../../src/store/migrate.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { opening } from '../ledger/told.ts'
import { changeFormerDatabase, FORMER_ROWS, makeFormerDatabase, NEWER_ROWS } from './former-database.ts'
import { CAN_MOUNT, mountSmallDisk } from './small-disk.ts'

const OURS = { appId: 12, apiHost: 'api.github.com' }
const KEPT = 'postgres.before-0.2'
const at = (time: string) => Date.parse(`2026-05-01T${time}Z`)

const root = mkdtempSync(join(tmpdir(), 'rfc-alignment-upgrade-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let count = 0

/** A copy of a data directory of the version before. */
function copyOf(made: string): string {
  const dataDir = join(root, `copy-${++count}`)
  cpSync(made, dataDir, { recursive: true })
  return dataDir
}

const newest = join(root, 'newest')
const older = join(root, 'older')
beforeAll(async () => {
  await makeFormerDatabase(newest, 10, [...FORMER_ROWS, ...NEWER_ROWS])
  await makeFormerDatabase(older, 8, FORMER_ROWS)
})

describe('the first start on the embedded database of the version before', () => {
  test('takes over every row and keeps the former folder as it was', async () => {
    const dataDir = copyOf(newest)
    const told: string[] = []
    const database = await openDatabase({ dataDir }, OURS, { tell: (what) => told.push(what) })
    expect(await rowsOf(database)).toEqual(EXPECTED)
    await database.close()
    expect(readdirSync(dataDir).toSorted()).toEqual([
      'one-process-at-a-time.lock',
      KEPT,
      'rfc-alignment.sqlite',
    ])
    expect(digest(join(dataDir, KEPT))).toBe(digest(join(newest, 'postgres')))
    expect(told.at(-1)).toBe(
      `the embedded database of the version before is kept in ${join(dataDir, KEPT)}; delete it when you won't go back`,
    )
  })

  test('brings the tables of an older version up to date first', async () => {
    const database = await openDatabase({ dataDir: copyOf(older) }, OURS)
    const rows = await rowsOf(database)
    // Migrations 9 and 10 compute the columns of records anew, and add an empty table.
    expect(rows).toEqual({ ...EXPECTED, answered: [] })
    await database.close()
  })

  test('lets the queue work on what is owed, and recognises what is done', async () => {
    const database = await openDatabase({ dataDir: copyOf(newest) }, OURS)
    const store = queueStoreOn(database)
    expect(await store.takeDeliveries(10)).toEqual([
      expect.objectContaining({
        id: 'open',
        body: '{"comment":"/commit ü \u{1f600}"}',
        tries: 3,
      }),
    ])
    const [evaluation, ...others] = await store.takeEvaluations(10, [])
    expect(others).toEqual([])
    expect(evaluation).toMatchObject({ key: '1/7', fence: 6, tries: 2 })
    expect(evaluation?.triggers.map(({ id, deliveryId }) => ({ id, deliveryId }))).toEqual([
      { id: 2, deliveryId: 'gone' },
      { id: 3, deliveryId: null },
    ])
    const again = await store.keep(
      ['done', 'dead', 'open'].map((id) => ({ id, event: 'push', body: '{}' })),
      true,
    )
    expect(again.map(({ id }) => id)).toEqual(['dead'])
    const fresh = await database.db
      .insertInto('trigger')
      .values({ visit_key: '1/7', reference: '{}', trigger: '{}', created_at: database.dialect.now() })
      .returning('id')
      .executeTakeFirst()
    expect(fresh?.id).toBe(4)
    await database.close()
  })

  test('has no ledger, and begins one', async () => {
    const database = await openDatabase({ dataDir: copyOf(newest) }, OURS)
    expect(await readLedger(database, '1/7')).toBeNull()
    const stored = await appendWithLease(database, '1/7', opening(), 5, 0, null)
    expect(stored?.ledger).toEqual(append(NO_LEDGER, opening()))
    await database.close()
  })

  test('finds records by their words', async () => {
    const database = await openDatabase({ dataDir: copyOf(newest) }, OURS)
    const found = await sql<{
      rowid: number
    }>`select rowid from record_words where record_words match 'wörter'`.execute(database.db)
    expect(found.rows).toHaveLength(1)
    await database.close()
  })

  test('takes over more rows than are read at once', async () => {
    const dataDir = copyOf(newest)
    await changeFormerDatabase(dataDir, (lite) =>
      lite.exec(
        `insert into rfc.memory (key, value) select 'k' || n, 'v' || n from generate_series(1, 1234) as n`,
      ),
    )
    const database = await openDatabase({ dataDir }, OURS)
    const rows = await database.db.selectFrom('memory').select(['key', 'value']).execute()
    expect(new Set(rows.map(({ key, value }) => `${key} ${value}`)).size).toBe(1235)
    await database.close()
  })

  test("rejects another App's database and leaves it as it is", async () => {
    const dataDir = copyOf(newest)
    const another = { ...OURS, appId: 34 }
    const rejected = `The data directory ${dataDir} belongs to App 12 of api.github.com, and this server is App 34 of`
    await expect(openDatabase({ dataDir }, another)).rejects.toThrow(rejected)
    await expect(openDatabase({ dataDir }, another)).rejects.toThrow(rejected)
    expect(digest(join(dataDir, 'postgres'))).toBe(digest(join(newest, 'postgres')))
    const database = await openDatabase({ dataDir }, OURS)
    expect(await rowsOf(database)).toEqual(EXPECTED)
    await database.close()
  })

  test('takes over a folder whose making was cut off as an empty one', async () => {
    const dataDir = join(root, 'cut-off')
    cpSync(join(newest, 'postgres', 'base'), join(dataDir, 'postgres', 'base'), { recursive: true })
    rmSync(join(dataDir, 'postgres', 'base'), { recursive: true })
    const database = await openDatabase({ dataDir }, OURS)
    expect(await database.db.selectFrom('inbox').selectAll().execute()).toEqual([])
    await database.close()
    expect(existsSync(join(dataDir, KEPT))).toBe(true)
  })

  test('says what is lost when the former database is damaged', async () => {
    const dataDir = copyOf(newest)
    rmSync(join(dataDir, 'postgres', 'pg_wal'), { recursive: true })
    const refused = await openDatabase({ dataDir }, OURS).catch((error: Error) => error.cause)
    expect(String(refused)).toContain(
      `Or move ${join(dataDir, 'postgres')} away: open pull requests are then read`,
    )
    expect(readdirSync(dataDir)).not.toContain('postgres.being-read')
  })
})

describe('a database of the version before, of the same kind', () => {
  test('has ledgers after the first start, and everything that it had', async () => {
    const dataDir = join(root, 'without-ledgers')
    mkdirSync(dataDir)
    const before = new DatabaseSync(join(dataDir, 'rfc-alignment.sqlite'))
    before.exec(
      'create table schema_version (version integer primary key, applied_at integer not null) strict',
    )
    for (const { version, text } of migrationsFor('sqlite').filter((each) => each.version <= 12)) {
      before.exec(text)
      before.prepare('insert into schema_version values (?, 0)').run(version)
    }
    before.exec(`insert into memory values ('1/7', '"x"', 0);
      insert into visit (key, due_at, updated_at, fence) values ('1/7', 0, 0, 5)`)
    before.close()
    for (let start = 1; start <= 2; start++) {
      const database = await openDatabase({ dataDir }, OURS)
      expect(await recall(database, '1/7')).toBe('x')
      const stored = await appendWithLease(database, '1/7', opening(), 5, 0, null)
      expect(stored?.ledger).toEqual(append(NO_LEDGER, opening()))
      await database.close()
    }
  })
})

describe('an upgrade that cannot be made', () => {
  test('names the package to install, and what moving the folder away loses', async () => {
    const dataDir = copyOf(newest)
    vi.doMock('@electric-sql/pglite', () => {
      throw new Error('Cannot find package')
    })
    vi.resetModules()
    try {
      const { openDatabase: open } = await import('../../src/store/open-database.ts')
      const refused = await open({ dataDir }, OURS).catch((error: Error) => error.cause)
      expect(String(refused)).toBe(
        `Error: ${join(dataDir, 'postgres')} holds the database of the version before, and the package that reads it is not ` +
          'installed. Run `npm install --no-save --save-prod --omit=dev @electric-sql/pglite@0.5` once, then start again. Or move ' +
          `${join(dataDir, 'postgres')} away: open pull requests are then read from GitHub again, and deliveries that were ` +
          "accepted but not processed, sign-ins and the board's history are lost.",
      )
    } finally {
      vi.doUnmock('@electric-sql/pglite')
      vi.resetModules()
    }
    const database = await openDatabase({ dataDir }, OURS)
    expect(await rowsOf(database)).toEqual(EXPECTED)
    await database.close()
  })

  test.runIf(CAN_MOUNT)('says how much space it needs', async () => {
    const disk = mountSmallDisk(100 * 1024 * 1024)
    try {
      const dataDir = join(disk.directory, 'data')
      cpSync(newest, dataDir, { recursive: true })
      disk.fill(10 * 1024 * 1024)
      const refused = await openDatabase({ dataDir }, OURS).catch((error: Error) => error.cause)
      expect(String(refused)).toMatch(
        /^DiskFull: The upgrade of the embedded database needs \d+ MB on the disk of \S+. Free space there, then start again.$/,
      )
      expect(digest(join(dataDir, 'postgres'))).toBe(digest(join(newest, 'postgres')))
    } finally {
      disk.remove()
    }
  })
})

describe('an upgrade that is killed', () => {
  test.each([
    'is read from a copy',
    'rows of the version before were read',
    'rows of the version before are stored',
    'is kept in',
  ])('is done again, once, when it was killed at "%s"', async (deadly) => {
    const dataDir = copyOf(newest)
    const child = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'upgrade-child.ts'), dataDir, deadly],
      {
        encoding: 'utf8',
      },
    )
    expect([child.signal, child.stderr]).toEqual(['SIGKILL', ''])
    const isRenamed = deadly === 'is kept in'
    expect(digest(join(dataDir, isRenamed ? KEPT : 'postgres'))).toBe(digest(join(newest, 'postgres')))
    for (let start = 1; start <= 2; start++) {
      const database = await openDatabase({ dataDir }, OURS)
      expect(await rowsOf(database)).toEqual(EXPECTED)
      await database.close()
    }
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual([KEPT])
  })
})

describe('a way back and forth between versions', () => {
  test('refuses to choose between two databases that were both written', async () => {
    const dataDir = copyOf(newest)
    await (await openDatabase({ dataDir }, OURS)).close()
    renameSync(join(dataDir, KEPT), join(dataDir, 'postgres'))
    await changeFormerDatabase(dataDir, (lite) =>
      lite.exec(`insert into rfc.inbox (delivery_id, event, body) values ('later', 'push', '{}')`),
    )
    const refused = await openDatabase({ dataDir }, OURS).catch((error: Error) => error.cause)
    expect(String(refused)).toContain(`The data directory ${dataDir} holds two databases`)
    for (const name of readdirSync(dataDir)) {
      if (name.startsWith('rfc-alignment.sqlite')) rmSync(join(dataDir, name))
    }
    const database = await openDatabase({ dataDir }, OURS)
    const open = await database.db
      .selectFrom('inbox')
      .select('delivery_id')
      .where('state', '=', 'open')
      .execute()
    expect(open.map(({ delivery_id }) => delivery_id).toSorted()).toEqual(['later', 'open'])
    await database.close()
  })

  test('keeps the former folder under another name when one is kept already', async () => {
    const dataDir = copyOf(newest)
    cpSync(join(dataDir, 'postgres'), join(dataDir, KEPT), { recursive: true })
    await (await openDatabase({ dataDir }, OURS)).close()
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres'))).toEqual([KEPT, `${KEPT}.2`])
  })
})

async function rowsOf({ db }: Database): Promise<Record<string, readonly unknown[]>> {
  const rows: Record<string, readonly unknown[]> = {}
  for (const table of Object.keys(EXPECTED) as (keyof typeof EXPECTED)[]) {
    const read = await db.selectFrom(table).selectAll().execute()
    // The number that the full-text search refers to.
    rows[table] = read.map((row) => (table === 'record' ? { ...row, id: undefined } : row))
  }
  return rows
}

function digest(folder: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).toSorted(byPath)) {
    hash.update(join(entry.parentPath, entry.name).slice(folder.length))
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex')
}

function byPath(a: { parentPath: string; name: string }, b: { parentPath: string; name: string }): number {
  return join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1
}

const free = { held_by: null, held_until: null }
const reference =
  '{"kind":"pull-request","repositoryId":1,"number":7,"owner":"acme","repo":"rfcs","installationId":5}'
const EXPECTED = {
  owner: [{ is_only: 1, app_id: 12, api_host: 'api.github.com', since: at('10:00:00') }],
  inbox: [
    {
      delivery_id: 'open',
      event: 'issue_comment',
      body: '{"comment":"/commit ü \u{1f600}"}',
      received_at: at('10:00:00.123'),
      state: 'open',
      tries: 3,
      due_at: at('10:01:00'),
      settled_at: null,
      outcome: null,
      error: 'tried',
      ...free,
    },
    {
      delivery_id: 'dead',
      event: 'push',
      body: '{"dead":1}',
      received_at: at('10:00:00'),
      state: 'dead',
      tries: 8,
      due_at: at('10:01:00'),
      settled_at: at('10:02:00'),
      outcome: null,
      error: 'gave up',
      ...free,
    },
    {
      delivery_id: 'done',
      event: 'ping',
      body: '',
      received_at: at('10:00:00'),
      state: 'done',
      tries: 0,
      due_at: at('10:01:00'),
      settled_at: at('10:02:00'),
      outcome: 'ignored',
      error: null,
      ...free,
    },
  ],
  visit: [
    {
      key: '1/7',
      tries: 2,
      due_at: at('10:00:00'),
      outcome: 'failed',
      error: 'no answer',
      updated_at: at('10:00:01'),
      fence: 5,
      place: 0,
      wanted: 0,
      installation_id: null,
      ...free,
    },
    {
      key: '1/8',
      tries: 0,
      due_at: at('10:00:00'),
      outcome: 'visited',
      error: null,
      updated_at: at('10:00:01'),
      fence: 1,
      place: -2,
      wanted: 0,
      installation_id: null,
      ...free,
    },
  ],
  trigger: [
    {
      id: 2,
      visit_key: '1/7',
      reference,
      trigger: '{"kind":"look","why":"a"}',
      delivery_id: 'gone',
      created_at: at('10:00:00'),
    },
    {
      id: 3,
      visit_key: '1/7',
      reference,
      trigger: '{"kind":"look","why":"b"}',
      delivery_id: null,
      created_at: at('10:00:01'),
    },
  ],
  memory: [{ key: '1/7 fingerprint', value: '"x"', updated_at: at('10:00:00') }],
  round: [
    {
      name: 'redelivery',
      holder: null,
      held_until: null,
      begun_at: at('10:00:00'),
      done_at: at('09:00:00'),
      mark: 'read up to here',
    },
    {
      name: 'upgrade',
      holder: null,
      held_until: null,
      begun_at: null,
      done_at: null,
      mark: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ],
  redelivery: [
    {
      guid: 'guid',
      delivery_id: '9007199254740993',
      event: 'push',
      asked: 2,
      due_at: at('10:00:00'),
      noted_at: at('09:00:00'),
    },
  ],
  sweep_wanted: [{ part: 'installation 5', wanted: 2, tries: 1, due_at: at('10:00:00') }],
  server: [],
  record: [
    {
      key: '1/7',
      repository_id: 1,
      number: 7,
      installation_id: 5,
      owner: 'acme',
      repo: 'rfcs',
      is_private: 1,
      state: 'objection',
      title: 'A title',
      author_id: 4_000_000_000,
      opened_at: at('10:00:00'),
      state_since: at('11:00:00'),
      moved_at: at('12:00:00'),
      committed_at: null,
      waits_for: '[4000000001,2]',
      stale: '[]',
      committed: '[3]',
      answered: '[2]',
      teams: '["acme/sre"]',
      logins: '["ada","o\\"neill"]',
      open_objections: 1,
      unanswered: 0,
      value: '{"objections":[{"state":"open","by":{"id":2},"answers":[1]}]}',
      words: 'Straße der Wörter ',
      revision: 4,
      decide_by: '2026-06-01',
      aligned_at: null,
      first_committed_at: null,
      has_dissent: 0,
      left_behind: expect.any(Number),
      for_author: 0,
      for_stakeholders: expect.any(Number),
      for_answers: 0,
      heard: expect.any(String),
      hidden_at: null,
      tightened_at: 0,
      kept_at: at('12:00:00'),
    },
  ],
  turn: [
    { id: 1, key: '1/7', at: at('10:00:00'), kind: 'state', who: 'ada', what: 'waiting' },
    { id: 2, key: '1/7', at: at('10:00:10'), kind: 'objection', who: 'linus', what: '#1 open' },
    { id: 3, key: '1/7', at: at('10:00:10'), kind: 'state', who: 'linus', what: 'objection' },
  ],
  session: [
    {
      id: 'digest',
      user_id: 2,
      login: 'ada',
      token: 'sealed',
      csrf: 'c',
      ends_at: Date.parse('2099-01-01T00:00:00Z'),
    },
  ],
  sign_in: [{ id: 's', verifier: 'v', next: '/board', ends_at: Date.parse('2099-01-01T00:00:00Z') }],
  answered: [{ repository_id: 1, person_id: 2, kind: 'lgtm', number: 7, answered_at: at('10:00:00') }],
} as const
