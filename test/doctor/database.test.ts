import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeDatabase } from '../../src/doctor/judge-database.ts'
import { examineDatabase } from '../../src/maintenance/examine-database.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { PRIVATE_KEY, SECRET } from '@rfc-alignment/emulator/test/stage.ts'
import { startPostgres, type TestPostgres } from '../store/postgres.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

function settingsOf(appId: number, schema: string) {
  return readSettings({
    APP_ID: String(appId),
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    DATABASE_URL: postgres.url,
    DATABASE_SCHEMA: schema,
  })
}

test('accepts a new database and does not change it', async () => {
  const settings = settingsOf(12, 'fresh')
  for (const _ of [1, 2]) {
    expect(await examineDatabase(settings)).toMatchObject({
      severity: 'fine',
      what: 'PostgreSQL can be reached; the tables will be created at the first start.',
    })
  }
})

test("accepts this App's database, and reports the setting to change for another App's", async () => {
  const place = { url: postgres.url, schema: 'taken' }
  await (await openDatabase(place, { appId: 12, apiHost: 'api.github.com' })).close()
  expect(await examineDatabase(settingsOf(12, 'taken'))).toMatchObject({ severity: 'fine' })
  expect(await examineDatabase(settingsOf(34, 'taken'))).toMatchObject({
    severity: 'error',
    what: 'The schema "taken" of the database belongs to App 12 of api.github.com, and this server is App 34 of api.github.com.',
    repair:
      'Set DATABASE_SCHEMA to a name of its own, for example app_34, or DATABASE_URL to another database.',
  })
})

test('reports a read-only database as an error', async () => {
  const settings = settingsOf(12, 'fresh')
  if (!('url' in settings.database)) throw new Error('expected a PostgreSQL')
  const url = `${settings.database.url}?options=-c%20default_transaction_read_only%3Don`
  expect(await examineDatabase({ ...settings, database: { ...settings.database, url } })).toMatchObject({
    severity: 'error',
    what: 'The database is read-only: a standby, or one out of space.',
  })
})

test('says of an embedded database whether it waits for its upgrade', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rfc-alignment-doctor-'))
  const settings = readSettings({
    APP_ID: '12',
    PRIVATE_KEY,
    WEBHOOK_SECRET: SECRET,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '1',
  })
  try {
    expect(await examineDatabase(settings)).toMatchObject({
      severity: 'fine',
      what: `The embedded database will be created in ${dataDir} at the first start.`,
    })
    mkdirSync(join(dataDir, 'postgres'))
    expect(await examineDatabase(settings)).toMatchObject({
      severity: 'fine',
      what: `The embedded database in ${dataDir} is that of the version before; the next start takes it over, once.`,
    })
    expect(readdirSync(dataDir)).toEqual(['postgres'])
    rmSync(join(dataDir, 'postgres'), { recursive: true })
    await (await openDatabase({ dataDir })).close()
    expect(await examineDatabase(settings)).toMatchObject({
      severity: 'fine',
      what: `The embedded database is in ${dataDir}; no server uses it now.`,
    })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('names the package that an upgrade lacks', () => {
  const value = { kind: 'embedded', directory: '/data', state: 'not upgradable', ready: null } as const
  expect(judgeDatabase({ kind: 'seen', value })).toMatchObject({
    severity: 'error',
    what: 'The embedded database in /data is that of the version before, and the package that reads it is not installed.',
    repair:
      'Run `npm install --no-save --save-prod --omit=dev @electric-sql/pglite@0.5` once before the start, or move /data/postgres away to start without it.',
  })
})
