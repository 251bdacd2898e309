import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { appendWithLease } from '../../src/store/ledger-rows.ts'
import { migrationsFor } from '../../src/store/migrate.ts'
import { openDatabase } from '../../src/store/open-database.ts'
import { queueStoreOn } from '../../src/store/queue-store.ts'
import { opening } from '../ledger/told.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

/** The last migration of the version before. */
const FORMER = 10

let postgres: TestPostgres
let client: pg.Client
let database: Database
beforeAll(async () => {
  postgres = await startPostgres()
  client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(
    `create schema rfc;
     create table rfc.schema_version (version integer primary key, applied_at timestamptz not null default now())`,
  )
  for (const { version, text } of migrationsFor('postgres').filter((each) => each.version <= FORMER)) {
    await client.query(text)
    await client.query('insert into rfc.schema_version (version) values ($1)', [version])
  }
  await older.keep('before the migration')
  await older.addTrigger(keyOf(1), referenceOf(1))
  await older.makeEvaluation(keyOf(2))
  database = await openDatabase({ url: postgres.url })
})
afterAll(async () => {
  await database?.close()
  await client?.end()
  await postgres.stop()
})

const referenceOf = (number: number) => ({
  kind: 'pull-request',
  installationId: 5,
  repositoryId: 1,
  number,
  owner: 'acme',
  repo: 'rfcs',
})
const keyOf = (number: number) => `1/${number}`

/** What a server of the version before runs, in its words. */
const older = {
  keep: (id: string) =>
    client.query(
      `insert into rfc.inbox as old (delivery_id, event, body) values ($1, $2, $3)
       on conflict (delivery_id) do update
         set event = excluded.event, body = excluded.body, received_at = now(), due_at = now(),
             state = 'open', tries = 0, settled_at = null, outcome = null, error = null
         where old.state = 'dead'
       returning delivery_id`,
      [id, 'push', '{}'],
    ),
  closeDelivery: (id: string) =>
    client.query(
      `update rfc.inbox set state = 'done', settled_at = now(), outcome = done.outcome, error = null
       from unnest($1::text[], $2::text[]) as done (id, outcome)
       where delivery_id = done.id`,
      [[id], ['ignored']],
    ),
  postponeDelivery: (id: string, seconds: number) =>
    client.query(
      `update rfc.inbox set tries = $2, error = $3, due_at = now() + $4::float8 * interval '1 second'
       where delivery_id = $1`,
      [id, 1, 'no answer', seconds],
    ),
  bury: (id: string) =>
    client.query(
      `update rfc.inbox set state = 'dead', settled_at = now(), error = $2 where delivery_id = $1`,
      [id, 'gave up'],
    ),
  makeEvaluation: (key: string) =>
    client.query(
      `insert into rfc.visit (key) select key from unnest($1::text[]) as key order by key
       on conflict (key) do update set key = excluded.key`,
      [[key]],
    ),
  addTrigger: async (key: string, reference: object) => {
    await older.makeEvaluation(key)
    await client.query(
      `insert into rfc.trigger (visit_key, reference, trigger, delivery_id)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
      [[key], [JSON.stringify(reference)], [JSON.stringify({ kind: 'look', why: 'older' })], [null]],
    )
  },
  take: async (key: string) => {
    await client.query('update rfc.visit set fence = fence + 1 where key = any($1::text[])', [[key]])
    const { rows } = await client.query<{ fence: number }>(
      'select fence::float8 as fence from rfc.visit where key = $1',
      [key],
    )
    return rows[0]?.fence
  },
  holdsLease: async (key: string, fence: number | undefined) => {
    const { rows } = await client.query('select from rfc.visit where key = $1 and fence = $2::bigint', [
      key,
      fence,
    ])
    return rows.length > 0
  },
  succeed: async (key: string) => {
    await client.query('delete from rfc.trigger where visit_key = $1', [key])
    await client.query(
      `update rfc.visit set tries = 0, due_at = now(), outcome = 'visited', error = null, updated_at = now()
       where key = any($1::text[])`,
      [[key]],
    )
  },
  postpone: (key: string, seconds: number) =>
    client.query(
      `update rfc.visit set tries = $2, outcome = 'failed', error = $3, updated_at = now(),
         due_at = now() + $4::float8 * interval '1 second'
       where key = $1`,
      [key, 1, 'no answer', seconds],
    ),
}

describe('what a server of the version before stores', () => {
  test('is taken after the migration, and so is what it stored before', async () => {
    await older.keep('after the migration')
    await older.addTrigger(keyOf(3), referenceOf(3))
    const store = queueStoreOn(database)
    const deliveries = await store.takeDeliveries(10)
    expect(deliveries.map(({ id }) => id)).toEqual(['before the migration', 'after the migration'])
    const evaluations = await store.takeEvaluations(10, [])
    expect(evaluations.map(({ key }) => key).toSorted()).toEqual([keyOf(1), keyOf(3)])
    expect(evaluations.map(({ triggers }) => triggers.map(({ reference }) => reference))).toEqual(
      evaluations.map(({ key }) => [referenceOf(Number(key.slice(2)))]),
    )
    for (const taken of evaluations) await store.finish([{ kind: 'visited', atEnd: {}, taken }])
    expect(await store.openEvaluations()).toEqual([])
  })
})

describe('a server of this version beside one of the version before', () => {
  let number = 100
  beforeEach(() => {
    number += 1
  })

  test('takes a trigger that the older one adds while it evaluates', async () => {
    const store = queueStoreOn(database)
    await older.addTrigger(keyOf(number), referenceOf(number))
    const [taken] = await store.takeEvaluations(10, [])
    await older.addTrigger(keyOf(number), referenceOf(number))
    expect(await store.takeEvaluations(10, [])).toEqual([])
    await store.finish([{ kind: 'visited', atEnd: {}, taken: taken! }])
    const [again, ...others] = await store.takeEvaluations(10, [])
    expect([again?.key, again?.triggers.length, others]).toEqual([keyOf(number), 1, []])
    await store.finish([{ kind: 'visited', atEnd: {}, taken: again! }])
  })

  test('records nothing more in a ledger once the older one has the evaluation', async () => {
    await older.addTrigger(keyOf(number), referenceOf(number))
    const [taken] = await queueStoreOn(database).takeEvaluations(10, [])
    const record = () => appendWithLease(database, keyOf(number), opening(), taken!.fence, 0, null)
    expect((await record())?.ledger.length).toBe(opening().length)
    await older.take(keyOf(number))
    expect(await record()).toBeNull()
    await older.succeed(keyOf(number))
  })

  test('lets only the later of both write, whoever it is', async () => {
    const store = queueStoreOn(database)
    await older.addTrigger(keyOf(number), referenceOf(number))
    const olders = await older.take(keyOf(number))
    const [taken] = await store.takeEvaluations(10, [])
    expect(await older.holdsLease(keyOf(number), olders)).toBe(false)
    expect(await store.wantedBy(keyOf(number), taken!.fence)).not.toBeNull()
    const later = await older.take(keyOf(number))
    expect(await store.wantedBy(keyOf(number), taken!.fence)).toBeNull()
    const [left] = await store.finish([{ kind: 'visited', atEnd: {}, taken: taken! }])
    expect(left).toMatchObject({ key: keyOf(number), isOpen: true })
    expect(await older.holdsLease(keyOf(number), later)).toBe(true)
    await older.succeed(keyOf(number))
    expect(await store.takeEvaluations(10, [])).toEqual([])
    await store.enqueue(
      [{ reference: referenceOf(number) as never, trigger: { kind: 'look', why: 'newer' } }],
      'in line',
      () => [],
    )
    const [next] = await store.takeEvaluations(10, [])
    expect(next?.key).toBe(keyOf(number))
    await store.finish([{ kind: 'visited', atEnd: {}, taken: next! }])
  })

  test('leaves to its time what the older one has postponed', async () => {
    const store = queueStoreOn(database)
    await older.addTrigger(keyOf(number), referenceOf(number))
    await older.postpone(keyOf(number), 3_600)
    await older.keep(`delivery ${number}`)
    await older.postponeDelivery(`delivery ${number}`, 3_600)
    expect([await store.takeEvaluations(10, []), await store.takeDeliveries(10)]).toEqual([[], []])
    await older.postpone(keyOf(number), 0)
    await older.postponeDelivery(`delivery ${number}`, 0)
    const [evaluation] = await store.takeEvaluations(10, [])
    expect(evaluation).toMatchObject({ key: keyOf(number), tries: 1 })
    expect(await store.takeDeliveries(10)).toMatchObject([{ id: `delivery ${number}`, tries: 1 }])
    await store.finish([{ kind: 'visited', atEnd: {}, taken: evaluation! }])
    await store.settle(
      [{ kind: 'done', id: `delivery ${number}`, outcome: 'ignored', evaluationJobs: [] }],
      () => [],
    )
  })

  test('is not in the way of the older one, nor that of it, for one delivery', async () => {
    const store = queueStoreOn(database)
    const id = `delivery ${number}`
    await store.keep([{ id, event: 'push', body: '{}' }], true)
    expect((await older.keep(id)).rowCount).toBe(0)
    await older.closeDelivery(id)
    await store.settle([{ kind: 'done', id, outcome: 'ignored', evaluationJobs: [] }], () => [])
    await older.bury(id)
    expect(
      (await store.keep([{ id, event: 'push', body: '{"again":1}' }], false)).map((each) => each.id),
    ).toEqual([id])
    await older.bury(id)
    expect((await older.keep(id)).rowCount).toBe(1)
    expect((await store.takeDeliveries(10)).map((each) => each.id)).toEqual([id])
    await older.closeDelivery(id)
  })
})
