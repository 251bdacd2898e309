import type { Store } from './database.ts'

/** A signed-in user. */
export interface Session {
  readonly userId: number
  readonly login: string
  /** The user's GitHub token, sealed. */
  readonly token: string
  /** The token that every form must send. */
  readonly csrf: string
}

/** Stores a started sign-in; `id` is a digest of what only the browser and GitHub's answer know. */
export async function beginSignIn(
  { db, dialect }: Store,
  { id, verifier, next, seconds }: { id: string; verifier: string; next: string; seconds: number },
): Promise<void> {
  await db.deleteFrom('sign_in').where('ends_at', '<', dialect.now()).execute()
  await db
    .insertInto('sign_in')
    .values({ id, verifier, next, ends_at: dialect.after(seconds) })
    .execute()
}

/** Returns a started sign-in and deletes it; null when there is none or it has expired. */
export async function endSignIn(
  { db, dialect }: Store,
  id: string,
): Promise<{ readonly verifier: string; readonly next: string } | null> {
  const row = await db
    .deleteFrom('sign_in')
    .where('id', '=', id)
    .returning(['verifier', 'next', dialect.secondsSince('ends_at').as('over')])
    .executeTakeFirst()
  return row && row.over < 0 ? { verifier: row.verifier, next: row.next } : null
}

/** Stores a session; `id` is a digest of the browser's cookie. */
export async function keepSession(
  { db, dialect }: Store,
  { id, userId, login, token, csrf, seconds }: Session & { id: string; seconds: number },
): Promise<void> {
  await db.deleteFrom('session').where('ends_at', '<', dialect.now()).execute()
  await db
    .insertInto('session')
    .values({ id, user_id: userId, login, token, csrf, ends_at: dialect.after(seconds) })
    .execute()
}

/** Returns the session with this id; null when there is none or it has expired. */
export async function readSession({ db, dialect }: Store, id: string): Promise<Session | null> {
  const row = await db
    .selectFrom('session')
    .select(['user_id as userId', 'login', 'token', 'csrf'])
    .where('id', '=', id)
    .where('ends_at', '>', dialect.now())
    .executeTakeFirst()
  return row ?? null
}

/** Ends a session. */
export async function endSession({ db }: Store, id: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', id).execute()
}
