import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScene } from '../../playground/scene.ts'
import { openStage } from '../../playground/stage.ts'
import type { Store } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { rfc } from '../rfc-text.ts'
import { type Pooler, startPooler } from './pooler.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

describe('behind a pooler that shares connections between transactions, as PgBouncer does', () => {
  let postgres: TestPostgres
  let pooler: Pooler
  beforeAll(async () => {
    postgres = await startPostgres()
    pooler = await startPooler(postgres.url)
  })
  afterAll(async () => {
    await pooler.close()
    await postgres.stop()
  })

  test('evaluates a commitment without logging errors', async () => {
    const errors: string[] = []
    const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) })
    const stage = await openStage({ databaseUrl: pooler.url, log })
    const story = openScene(stage, 'plans')
    await story.opens('author', { 'rfcs/0001-a.md': rfc(['ada']) }, { title: 'Build it' })
    await story.says('ada', '/commit')
    expect(story.check()?.conclusion).toBe('success')
    await stage.close()
    expect(errors).toEqual([])
  })

  test('applies limits to every statement and leaves none on the connection', async () => {
    const database = await openDatabase({ url: pooler.url, schema: 'pooled' })
    const limitsOf = async ({ db }: Store) =>
      (
        await sql`select current_setting('statement_timeout') as statement,
          current_setting('idle_in_transaction_session_timeout') as idle`.execute(db)
      ).rows
    const ours = [{ statement: '8s', idle: '30s' }]
    expect(await limitsOf(database)).toEqual(ours)
    expect(await database.transaction(limitsOf)).toEqual(ours)
    expect(database.channel).toBeUndefined()
    await database.close()
    const direct = await openDatabase({ url: postgres.url, schema: 'pooled' })
    expect(await limitsOf(direct)).toEqual(ours)
    expect(direct.channel).toBeDefined()
    await direct.close()
  })
})
