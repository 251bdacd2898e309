import type { Store } from './database.ts'

/** A request to reconcile a part of GitHub; `wanted` counts how often it was requested. */
export interface WantedPart {
  readonly part: string
  readonly wanted: number
  /** The number of failed attempts. */
  readonly tries: number
}

/** Stores a request to reconcile a part of GitHub within `seconds`. */
export async function want({ db, dialect }: Store, part: string, seconds = 0): Promise<void> {
  await db
    .insertInto('sweep_wanted')
    .values({ part, due_at: dialect.after(seconds) })
    .onConflict((conflict) =>
      conflict.column('part').doUpdateSet((eb) => ({
        wanted: eb('sweep_wanted.wanted', '+', 1),
        tries: 0,
        due_at: eb
          .case()
          .when('excluded.due_at', '<', eb.ref('sweep_wanted.due_at'))
          .then(eb.ref('excluded.due_at'))
          .else(eb.ref('sweep_wanted.due_at'))
          .end(),
      })),
    )
    .execute()
}

/** Returns the requests that are due, oldest first. */
export async function wantedNow({ db, dialect }: Store): Promise<readonly WantedPart[]> {
  return await db
    .selectFrom('sweep_wanted')
    .select(['part', 'wanted', 'tries'])
    .where('due_at', '<=', dialect.now())
    .orderBy('due_at')
    .orderBy('part')
    .execute()
}

/** Closes a request, unless it was made again meanwhile. */
export async function done({ db }: Store, { part, wanted }: Omit<WantedPart, 'tries'>): Promise<void> {
  await db.deleteFrom('sweep_wanted').where('part', '=', part).where('wanted', '=', wanted).execute()
}

/** Records a failed attempt; the request is due again in `seconds`. */
export async function postpone({ db, dialect }: Store, part: string, seconds: number): Promise<void> {
  await db
    .updateTable('sweep_wanted')
    .set((eb) => ({ tries: eb('tries', '+', 1), due_at: dialect.after(seconds) }))
    .where('part', '=', part)
    .execute()
}
