import type { Store } from './database.ts'

/** How long after its last heartbeat a server counts as running. */
const ALIVE_SECONDS = 60

/** Records a server's heartbeat and rules version, and deletes servers without a recent heartbeat. */
export async function showLife(
  { db, dialect }: Store,
  { id, rules }: { readonly id: string; readonly rules: number },
): Promise<void> {
  await db
    .insertInto('server')
    .values({ id, rules, seen_at: dialect.now() })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({ seen_at: eb.ref('excluded.seen_at') })),
    )
    .execute()
  await db.deleteFrom('server').where('seen_at', '<', dialect.after(-ALIVE_SECONDS)).execute()
}

/** Returns the newest rules version among the running servers; 0 when there is none. */
export async function newestRules({ db, dialect }: Store): Promise<number> {
  const newest = await db
    .selectFrom('server')
    .select((eb) => eb.fn.max('rules').as('rules'))
    .where('seen_at', '>=', dialect.after(-ALIVE_SECONDS))
    .executeTakeFirst()
  return newest?.rules ?? 0
}

/** Removes a server that stops. */
export async function leave({ db }: Store, id: string): Promise<void> {
  await db.deleteFrom('server').where('id', '=', id).execute()
}
