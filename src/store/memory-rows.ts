import type { Queryable } from './database.ts'

/** Stores a JSON value under a key and replaces the old one. No verdict may depend on it: GitHub is the record. */
export async function remember(tx: Queryable, key: string, value: unknown): Promise<void> {
  await tx.query(
    `insert into rfc.memory (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value, updated_at = now()`,
    [key, JSON.stringify(value)],
  )
}

/** Returns the value stored under a key, or null. The caller checks its shape. */
export async function recall(tx: Queryable, key: string): Promise<unknown> {
  const [row] = await tx.query<{ value: string }>('select value from rfc.memory where key = $1', [key])
  return row === undefined ? null : JSON.parse(row.value)
}

/** Returns the values stored under the given keys; keys without a value are left out. */
export async function recallAll(
  tx: Queryable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const rows = await tx.query<{ key: string; value: string }>(
    'select key, value from rfc.memory where key = any($1::text[])',
    [keys],
  )
  return new Map(rows.map(({ key, value }) => [key, JSON.parse(value)]))
}

/** Returns what was stored about merge groups of a repository within the last day. The caller checks the shapes. */
export async function recallGroups(
  tx: Queryable,
  repositoryId: number,
): Promise<readonly { readonly commit: string; readonly value: unknown }[]> {
  const rows = await tx.query<{ commit: string; value: string }>(
    `select split_part(key, '/', 2) as commit, value from rfc.memory
     where key ~ $1 and updated_at > now() - interval '1 day'`,
    [`^${repositoryId}/[0-9a-f]{40}$`],
  )
  return rows.map(({ commit, value }) => ({ commit, value: JSON.parse(value) }))
}

/** Returns what is stored about all pull requests of a repository. The caller checks the shapes. */
export async function recallPullRequests(
  tx: Queryable,
  repositoryId: number,
): Promise<readonly { readonly number: number; readonly value: unknown }[]> {
  const rows = await tx.query<{ number: string; value: string }>(
    `select split_part(key, '/', 2) as number, value from rfc.memory where key ~ $1`,
    [`^${repositoryId}/[0-9]{1,15}$`],
  )
  return rows.map(({ number, value }) => ({ number: Number(number), value: JSON.parse(value) }))
}
