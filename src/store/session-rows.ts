import type { Queryable } from './database.ts'

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
  tx: Queryable,
  { id, verifier, next, seconds }: { id: string; verifier: string; next: string; seconds: number },
): Promise<void> {
  await tx.query('delete from rfc.sign_in where ends_at < now()', [])
  await tx.query(
    "insert into rfc.sign_in (id, verifier, next, ends_at) values ($1, $2, $3, now() + $4::float8 * interval '1 second')",
    [id, verifier, next, seconds],
  )
}

/** Returns a started sign-in and deletes it; null when there is none or it has expired. */
export async function endSignIn(
  tx: Queryable,
  id: string,
): Promise<{ readonly verifier: string; readonly next: string } | null> {
  const [row] = await tx.query<{ verifier: string; next: string; is_open: boolean }>(
    'delete from rfc.sign_in where id = $1 returning verifier, next, ends_at > now() as is_open',
    [id],
  )
  return row?.is_open ? { verifier: row.verifier, next: row.next } : null
}

/** Stores a session; `id` is a digest of the browser's cookie. */
export async function keepSession(
  tx: Queryable,
  { id, userId, login, token, csrf, seconds }: Session & { id: string; seconds: number },
): Promise<void> {
  await tx.query('delete from rfc.session where ends_at < now()', [])
  await tx.query(
    `insert into rfc.session (id, user_id, login, token, csrf, ends_at)
     values ($1, $2, $3, $4, $5, now() + $6::float8 * interval '1 second')`,
    [id, userId, login, token, csrf, seconds],
  )
}

/** Returns the session with this id; null when there is none or it has expired. */
export async function readSession(tx: Queryable, id: string): Promise<Session | null> {
  const [row] = await tx.query<Session>(
    `select user_id::float8 as "userId", login, token, csrf from rfc.session where id = $1 and ends_at > now()`,
    [id],
  )
  return row ?? null
}

/** Ends a session. */
export async function endSession(tx: Queryable, id: string): Promise<void> {
  await tx.query('delete from rfc.session where id = $1', [id])
}
