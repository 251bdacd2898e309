import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { RULES } from '../../src/store/purge.ts'
import { onBothDatabases } from './databases.ts'

const TABLES = Object.keys(RULES).toSorted()

onBothDatabases(({ database }) => {
  test('has no table without a rule by which its rows go', async () => {
    const { db, dialect, schemas } = database()
    const found =
      dialect.kind === 'sqlite'
        ? await sql<{ name: string }>`select name from pragma_table_list
            where schema = 'main' and type = 'table' and name not like 'sqlite_%'`.execute(db)
        : await sql<{ name: string }>`select tablename as name from pg_catalog.pg_tables
            where schemaname = ${schemas.ours}`.execute(db)
    expect(found.rows.map(({ name }) => name).toSorted()).toEqual(TABLES)
  })
})

test('documents what each table grows with, and when its rows go', () => {
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('### What grows'), page.indexOf('## Rotate the webhook secret'))
  const firstCells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell ?? '')
  const named = firstCells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual(TABLES)
})
