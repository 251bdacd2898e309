import { type ExpressionBuilder, type OnConflictDatabase, type OnConflictTables, sql } from 'kysely'
import type { Store } from './database.ts'
import type { Tables } from './tables.ts'

const DAY_SECONDS = 24 * 3600
const SHA_LENGTH = 40
const GROUP = /^\d+\/([0-9a-f]{40})$/
const PULL_REQUEST = /^\d+\/(\d{1,15})$/

/** Stores a JSON value under a key and replaces the old one. No verdict may depend on it: GitHub is the record. */
export async function remember(store: Store, key: string, value: unknown): Promise<void> {
  await rememberAll(store, [{ key, value }])
}

/** As `remember`, for several keys, each once. */
export async function rememberAll(
  { db, dialect }: Store,
  memories: readonly { readonly key: string; readonly value: unknown }[],
): Promise<void> {
  await db
    .insertInto('memory')
    .values(
      memories.map(({ key, value }) => ({ key, value: JSON.stringify(value), updated_at: dialect.now() })),
    )
    .onConflict((conflict) => conflict.column('key').doUpdateSet(replaced))
    .execute()
}

/** As `remember`, but only while the evaluation of the key has this fencing token. Returns whether it is stored. */
export async function rememberWithLease(
  { db, dialect }: Store,
  key: string,
  value: unknown,
  fence: number,
): Promise<boolean> {
  const stored = await db
    .insertInto('memory')
    .columns(['key', 'value', 'updated_at'])
    .expression((eb) =>
      eb
        .selectFrom('visit')
        .select([
          'key',
          sql<string>`${JSON.stringify(value)}`.as('value'),
          sql<number>`${dialect.now()}`.as('updated_at'),
        ])
        .where('key', '=', key)
        .where('fence', '=', fence),
    )
    .onConflict((conflict) => conflict.column('key').doUpdateSet(replaced))
    .returning('key')
    .execute()
  return stored.length > 0
}

const replaced = (
  eb: ExpressionBuilder<OnConflictDatabase<Tables, 'memory'>, OnConflictTables<'memory'>>,
) => ({
  value: eb.ref('excluded.value'),
  updated_at: eb.ref('excluded.updated_at'),
})

/** Returns the value stored under a key, or null. The caller checks its shape. */
export async function recall({ db }: Store, key: string): Promise<unknown> {
  const row = await db.selectFrom('memory').select('value').where('key', '=', key).executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.value)
}

/** Returns the values stored under the given keys; keys without a value are left out. */
export async function recallAll(
  { db, dialect }: Store,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const rows = await db
    .selectFrom('memory')
    .select(['key', 'value'])
    .where(dialect.isOneOf('key', keys))
    .execute()
  return new Map(rows.map(({ key, value }) => [key, JSON.parse(value)]))
}

/** Returns what was stored about merge groups of a repository within the last day. The caller checks the shapes. */
export async function recallGroups(
  { db, dialect }: Store,
  repositoryId: number,
): Promise<readonly { readonly commit: string; readonly value: unknown }[]> {
  const rows = await db
    .selectFrom('memory')
    .select(['key', 'value'])
    .where(dialect.startsWith('key', `${repositoryId}/`))
    // The values of pull requests are long, and there may be thousands.
    .where(sql<number>`length(key)`, '=', `${repositoryId}/`.length + SHA_LENGTH)
    .where('updated_at', '>', dialect.after(-DAY_SECONDS))
    .execute()
  return rows.flatMap(({ key, value }) => {
    const commit = GROUP.exec(key)?.[1]
    return commit === undefined ? [] : [{ commit, value: JSON.parse(value) }]
  })
}

/** Returns what is stored about all pull requests of a repository. The caller checks the shapes. */
export async function recallPullRequests(
  { db, dialect }: Store,
  repositoryId: number,
): Promise<readonly { readonly number: number; readonly value: unknown }[]> {
  const rows = await db
    .selectFrom('memory')
    .select(['key', 'value'])
    .where(dialect.startsWith('key', `${repositoryId}/`))
    .execute()
  return rows.flatMap(({ key, value }) => {
    const number = PULL_REQUEST.exec(key)?.[1]
    return number === undefined ? [] : [{ number: Number(number), value: JSON.parse(value) }]
  })
}
