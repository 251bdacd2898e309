import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recall, remember } from '../../src/store/memory-rows.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

const OURS = { appId: 12, apiHost: 'api.github.com' }
const ANOTHERS = { appId: 34, apiHost: 'api.github.com' }
const MOVED = { appId: 12, apiHost: 'github.acme.test' }

describe('a database belongs to one App of one GitHub', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-owner-'))
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  test("rejects another App's schema and names the setting to change", async () => {
    const { url } = postgres
    await (await openDatabase({ url }, OURS)).close()
    await (await openDatabase({ url }, OURS)).close()
    await expect(openDatabase({ url }, ANOTHERS)).rejects.toThrow(
      'The schema "rfc" of the database belongs to App 12 of api.github.com, and this server is App 34 of ' +
        'api.github.com. Set DATABASE_SCHEMA to a name of its own, for example app_34, or DATABASE_URL to another database.',
    )
    await expect(openDatabase({ url }, MOVED)).rejects.toThrow(
      'if it is the same App at a new address, run `delete from "rfc".owner` once.',
    )
  })

  test('accepts the fix that the message names', async () => {
    const { url } = postgres
    await (await openDatabase({ url, schema: 'moved' }, OURS)).close()
    await ask(url, 'delete from "moved".owner')
    await (await openDatabase({ url, schema: 'moved' }, MOVED)).close()
    await expect(openDatabase({ url, schema: 'moved' }, OURS)).rejects.toThrow('belongs to App 12 of github')
  })

  test('rejects one of two Apps that start at once on an empty schema', async () => {
    const place = { url: postgres.url, schema: 'race' }
    const opened = await Promise.allSettled([openDatabase(place, OURS), openDatabase(place, ANOTHERS)])
    expect(opened.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    for (const each of opened) if (each.status === 'fulfilled') await each.value.close()
  })

  test('isolates two Apps in schemas of their own', async () => {
    const [ours, anothers] = await Promise.all([
      openDatabase({ url: postgres.url, schema: 'order' }, OURS),
      openDatabase({ url: postgres.url, schema: 'app_34' }, ANOTHERS),
    ])
    expect([ours.schemas, anothers.schemas]).toEqual([{ ours: 'order' }, { ours: 'app_34' }])
    await remember(ours, 'told', 'rfc.inbox')
    expect(await recall(ours, 'told')).toBe('rfc.inbox')
    expect(await recall(anothers, 'told')).toBeNull()
    await Promise.all([ours.close(), anothers.close()])
  })

  test("rejects another App's embedded database", async () => {
    await (await openDatabase({ dataDir }, OURS)).close()
    await expect(openDatabase({ dataDir }, ANOTHERS)).rejects.toThrow(
      `The data directory ${dataDir} belongs to App 12 of api.github.com, and this server is App 34 of api.github.com. ` +
        'Set DATA_DIR to another directory.',
    )
  })

  test('lets a role without CREATE use existing schemas, and names the missing privilege otherwise', async () => {
    await ask(
      postgres.url,
      `create role worker login password 'word'; create schema mine authorization worker;
       revoke create on database postgres from public`,
    )
    const url = postgres.url.replace('postgres:password@', 'worker:word@')
    const database = await openDatabase({ url, schema: 'mine' }, OURS)
    expect(await database.db.selectFrom('owner').select('app_id').execute()).toEqual([{ app_id: 12 }])
    await database.close()
    const refused = await openDatabase({ url, schema: 'absent' }, OURS).catch((error: Error) => error.cause)
    expect(refused).toMatchObject({
      message:
        'The role "worker" may not create the schema "absent"; as an owner of the database run ' +
        '`create schema "absent" authorization "worker"`',
    })
  })
})

async function ask(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text)
  await client.end()
}
