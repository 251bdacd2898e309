import pg from 'pg'

/**
 * Returns an address in which `sslmode` means what PostgreSQL documents
 * (https://www.postgresql.org/docs/current/libpq-ssl.html): `require` encrypts, and verifies only against a given
 * `sslrootcert`; `verify-full` always verifies. Without this `pg` verifies for all of them, prints a security warning
 * to say that this will change, and refuses the certificates of most hosted databases, whose authority Node does not know.
 */
export function withDocumentedSslMode(address: string): string {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  if (mode === null || mode === 'no-verify' || searchParams.has('uselibpqcompat')) return address
  // `pg` refuses it without a certificate to verify against; Node's own are then verified against in full.
  const isInFull = mode === 'verify-ca' && !searchParams.has('sslrootcert')
  const asked = isInFull ? address.replace('sslmode=verify-ca', 'sslmode=verify-full') : address
  return `${asked}&uselibpqcompat=true`
}

/** Whether an address asks for an encrypted connection to a server that nobody verifies. */
export function isUnverified(address: string): boolean {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  return mode === 'no-verify' || mode === 'prefer' || (mode === 'require' && !searchParams.has('sslrootcert'))
}

/** A delivery must be answered within GitHub's 10 s, so nothing on that path may wait longer. In milliseconds. */
export const LIMITS = { statement_timeout: 8_000, idle_in_transaction_session_timeout: 30_000 } as const
export const CONNECT_MS = 5_000

/**
 * Connects once and returns whether connections keep the limits they were opened with. They do not behind a pooler such
 * as PgBouncer: it refuses them (https://www.pgbouncer.org/config.html#ignore_startup_parameters) or passes over them.
 * Throws when the server cannot be reached.
 */
export async function keepsLimits(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, ...LIMITS })
  // A connection that breaks between two statements tells it here; the next statement fails of it.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ limit: string }>(
      "select (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::int::text as limit",
    )
    return rows[0]?.limit === String(LIMITS.statement_timeout)
  } catch (error) {
    if (isRefusedParameter(error)) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

function isRefusedParameter(error: unknown): boolean {
  return error instanceof Error && /unsupported startup parameter/i.test(error.message)
}
