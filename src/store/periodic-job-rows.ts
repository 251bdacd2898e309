import type { Store } from './database.ts'

/** The lease of a periodic job in seconds. A frozen holder may go on after it: running a job twice does no harm. */
const HELD_SECONDS = 60

/**
 * Claims the lease of a periodic job. Returns null when another process holds it, or when a run that started
 * within the last `ago` seconds was finished; otherwise the mark that the last run left.
 */
export async function claim(
  { db, dialect }: Store,
  { name, holder, ago }: { readonly name: string; readonly holder: string; readonly ago: number },
): Promise<{ readonly mark: string | null } | null> {
  await db
    .insertInto('round')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const now = dialect.now()
  const row = await db
    .updateTable('round')
    .set({ holder, held_until: dialect.after(HELD_SECONDS), begun_at: now })
    .where('name', '=', name)
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
    .where((eb) => eb.or([eb('done_at', 'is', null), eb('done_at', '<=', dialect.after(-ago))]))
    .returning('mark')
    .executeTakeFirst()
  return row ?? null
}

/** Whether a process holds the lease of a periodic job now. */
export async function holdsLease({ db, dialect }: Store, name: string): Promise<boolean> {
  const held = await db
    .selectFrom('round')
    .select('name')
    .where('name', '=', name)
    .where('held_until', '>', dialect.now())
    .execute()
  return held.length > 0
}

/** Renews the lease. Returns false when it was lost to another process. */
export async function keep({ db, dialect }: Store, name: string, holder: string): Promise<boolean> {
  const kept = await db
    .updateTable('round')
    .set({ held_until: dialect.after(HELD_SECONDS) })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .returning('name')
    .execute()
  return kept.length > 0
}

/** Ends a finished run and stores a mark for the next one. */
export async function finish(
  { db }: Store,
  { name, holder, mark }: { readonly name: string; readonly holder: string; readonly mark: string | null },
): Promise<void> {
  await db
    .updateTable('round')
    .set((eb) => ({
      holder: null,
      held_until: null,
      done_at: eb.ref('begun_at'),
      ...(mark !== null && { mark }),
    }))
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute()
}

/** Releases the lease of an unfinished run, so that any process may start it at once. */
export async function giveUp({ db }: Store, name: string, holder: string): Promise<void> {
  await db
    .updateTable('round')
    .set({ holder: null, held_until: null })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute()
}

/** Releases all leases. For a database of a single process, where every former holder is dead. */
export async function freeAll({ db }: Store): Promise<void> {
  await db.updateTable('round').set({ holder: null, held_until: null }).execute()
}
