import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { summaryOf } from '../../src/report/turn-summary.ts'
import type { Turn } from '../../src/report/turns.ts'
import type { Database } from '../../src/store/database.ts'
import { readInsights } from '../../src/store/insight-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { keepRecord } from '../../src/store/record-rows.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { RECORD } from './record.ts'

const KEY = '1/1'
const BEGIN = Date.UTC(2026, 2, 2, 10)
const at = (minute: number) => new Date(BEGIN + minute * 60_000).toISOString()
const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

let postgres: TestPostgres
let database: Database
beforeAll(async () => {
  postgres = await startPostgres()
  database = await openDatabase({ url: postgres.url })
  const place = { installationId: 1, repositoryId: 1, owner: 'acme', repo: 'plans', number: 1 }
  await keepRecord(database, { kind: 'pull-request', ...place }, false, RECORD)
})
afterAll(async () => {
  await database.close()
  await postgres.stop()
})

test('sums up a timeline as the function of the versions before did', async () => {
  const { db, dialect } = database
  const turn = fc.record({
    minute: fc.integer({ min: 0, max: 30 }),
    kind: fc.constantFrom<Turn['kind'][]>('state', 'position', 'objection', 'head', 'alignment'),
    what: fc.constantFrom(
      ...['waiting', 'draft', 'needs fixing', 'misalignment', 'objection', 'committed', 'decided'],
      ...['stale', 'dissenting', 'shared', 'open', '#1 open', '#1 heard', '#2 open', '#2 withdrawn'],
      ...['#1 dissent', '#2 left open', '#2 set aside', '#12 open', '#12 heard'],
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 25 }), async (events) => {
      const turns = events.map(({ minute, kind, what }) => ({ at: at(minute), kind, who: '', what }))
      await db.deleteFrom('turn').execute()
      const rows = turns.map((each) => ({ ...each, key: KEY, at: dialect.at(each.at) }))
      await db.insertInto('turn').values(rows).execute()
      await sql`select rfc.sum_up(${KEY})`.execute(db)
      const row = await db.selectFrom('record').selectAll().executeTakeFirstOrThrow()
      const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
      const summary = summaryOf(turns)
      expect({ ...summary, heard: ascending(summary.heard) }).toEqual({
        alignedAt: iso(row.aligned_at),
        firstCommittedAt: iso(row.first_committed_at),
        hasDissent: row.has_dissent,
        leftBehind: row.left_behind,
        forAuthor: row.for_author,
        forStakeholders: row.for_stakeholders,
        forAnswers: row.for_answers,
        heard: ascending(dialect.listOf<number>(row.heard)),
      })
    }),
    { numRuns: 150 },
  )
})

test('takes the percentiles of PostgreSQL', async () => {
  const { db, dialect } = database
  const seconds = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(seconds, async (heard) => {
      await db
        .updateTable('record')
        .set({ heard: dialect.list(heard) })
        .execute()
      const expected = await sql<{ median: number; p90: number }>`select
        percentile_cont(0.5) within group (order by each) as median,
        percentile_cont(0.9) within group (order by each) as p90
        from unnest(${heard}::float8[]) as each`.execute(db)
      const { objections } = await readInsights(database, { repositories: [1], isPublicToo: false }, {})
      expect(objections.waited.count).toBe(heard.length)
      expect(objections.waited.median).toBeCloseTo(expected.rows[0]!.median, 6)
      expect(objections.waited.p90).toBeCloseTo(expected.rows[0]!.p90, 6)
    }),
    { numRuns: 100 },
  )
})
