import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { RfcRecord } from '../src/report/record.ts'
import type { Database } from '../src/store/database.ts'
import { openDatabase } from '../src/store/open-database.ts'
import { keepRecord, summaryColumns } from '../src/store/record-rows.ts'
import type { Visitors } from '../src/board/visitors.ts'
import { Changes } from '../src/board/live-changes.ts'
import { webPages } from '../src/board/web-app.ts'
import { boardStore } from '../src/server/board-parts.ts'
import { startPostgres } from '../test/store/postgres.ts'
import { type Figure, milliseconds, quantile } from './figure.ts'

const OPEN = 1_000
const DECIDED = 20_000
const REPOSITORIES = 200
const PEOPLE = 50
const TIMES = 30
const BUDGET = 150

/** After how many hours, or a multiple of them, what happened. */
const HISTORY = [
  [1, 'state', '', 'waiting'],
  [2, 'objection', 'person1', '#1 open'],
  [2, 'state', '', 'objection'],
  [20, 'objection', 'person1', '#1 heard'],
  [20, 'state', '', 'waiting'],
  [21, 'position', 'person2', 'committed'],
  [22, 'head', '', 'b'.repeat(40)],
  [22, 'position', 'person2', 'stale'],
  [30, 'position', 'person2', 'dissenting'],
  [40, 'alignment', '', 'shared'],
  [50, 'state', '', 'committed'],
] as const

const PAGES = [
  '/',
  '/?page=20&order=stuck',
  '/?state=all&order=title',
  '/?text=rollback',
  '/?person=person7&repository=acme%2Frepo-7',
  '/me',
  '/rfcs/acme/repo-7/8',
  '/decisions',
  '/decisions?text=rollback&page=3',
  '/insights',
  '/insights?repo=repo-7',
  '/insights?quarter=2026+Q1',
  '/?order=due',
]

/** Every page of the board with 1,000 open and 20,000 decided RFCs, as it is made; the way over HTTP is not counted. */
export async function benchBoard(): Promise<readonly Figure[]> {
  const postgres = await startPostgres()
  const dataDir = await mkdtemp(join(tmpdir(), 'rfc-alignment-'))
  const figures: Figure[] = []
  for (const [name, where] of [
    ['SQLite', { dataDir }],
    ['PostgreSQL', { url: postgres.url }],
  ] as const) {
    const database = await openDatabase(where)
    await fill(database)
    const pages = pagesOf(database)
    for (const path of PAGES) {
      const taken: number[] = []
      for (let count = 0; count < TIMES; count++) {
        const began = performance.now()
        const response = await pages.request(path)
        await response.text()
        taken.push(performance.now() - began)
        if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
      }
      figures.push(milliseconds(`${path} (${name}), p95`, quantile(taken, 0.95), BUDGET))
    }
    await database.close()
  }
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
  return figures
}

function pagesOf(database: Database) {
  const repositories = Array.from({ length: REPOSITORIES }, (_, index) => index)
  const visitor = {
    person: { id: 7, login: 'person7' },
    readable: { repositories, isPublicToo: false },
    csrf: 'x',
  }
  return webPages({
    store: boardStore(database),
    visitors: { of: async () => visitor } as unknown as Visitors,
    isPublicToo: false,
    publicUrl: () => 'http://here.test',
    changes: new Changes(),
    isReady: async () => true,
    log: pino({ level: 'silent' }),
  })
}

async function fill(database: Database): Promise<void> {
  for (let index = 0; index < OPEN + DECIDED; index++) {
    const repositoryId = index % REPOSITORIES
    const reference = {
      kind: 'pull-request',
      installationId: 1,
      repositoryId,
      owner: 'acme',
      repo: `repo-${repositoryId}`,
      number: Math.floor(index / REPOSITORIES) + 1,
    } as const
    await keepRecord(database, reference, true, recordOf(index))
  }
  await addHistories(database)
}

/** A history as an RFC has one: an objection, its end, text that changed, commitments, a green check. */
async function addHistories(database: Database): Promise<void> {
  const { db, dialect } = database
  const records = await db.selectFrom('record').select(['key', 'number', 'opened_at']).execute()
  for (const { key, number, opened_at } of records) {
    const turns = HISTORY.map(([hours, kind, who, what]) => {
      const at = new Date(opened_at + hours * (1 + (number % 7)) * 3_600_000).toISOString()
      return { at, kind, who, what }
    })
    await db
      .insertInto('turn')
      .values(turns.map(({ at, ...turn }) => ({ ...turn, key, at: dialect.at(at) })))
      .execute()
    await db.updateTable('record').set(summaryColumns(database, turns)).where('key', '=', key).execute()
  }
}

function recordOf(index: number): RfcRecord {
  const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()
  const isOpen = index >= DECIDED
  const people = Array.from({ length: 5 }, (_, nth) => (index * 7 + nth) % PEOPLE)
  const reason = index % 100 === 0 ? 'the rollback takes a day' : 'it is slower than what we have'
  return {
    title: `Proposal ${index}: bill from events`,
    url: `https://github.test/acme/repo/pull/${index}`,
    author: { id: 1000, login: 'author' },
    openedAt: at,
    judgedAt: at,
    head: 'a'.repeat(40),
    baseName: 'main',
    state: isOpen ? 'waiting' : 'merged',
    decideBy: index % 3 === 0 ? '2026-12-01' : null,
    headline: 'Waiting for @person7',
    facts: ['| Stakeholder | Position | Since |\n|---|---|---|\n| @person7 | No response yet | |'],
    people: people.map((id, nth) => ({
      id,
      login: `person${id}`,
      position: isOpen && nth === 0 ? 'silent' : nth === 1 ? 'dissenting' : 'committed',
      alignment: 'aligned',
      isAuthor: false,
      isPending: isOpen && nth === 0,
      at,
      url: `https://github.test/acme/repo/pull/${index}#issuecomment-${nth}`,
      reason: nth === 1 ? reason : '',
      commit: 'a'.repeat(40),
      changed: [],
    })),
    teams: [],
    objections: [],
    sharing: { of: 5, share: 5 },
    heads: [{ commit: 'a'.repeat(40), at }],
  }
}
