import pg from 'pg'

/**
 * Returns the address with `sslmode` in the meaning that PostgreSQL documents
 * (https://www.postgresql.org/docs/current/libpq-ssl.html): `require` encrypts, and verifies only against a
 * given `sslrootcert`; `verify-full` always verifies. Without this, `pg` verifies for all modes, prints a
 * warning that this will change, and rejects the certificates of most hosted databases, whose authority Node
 * does not know.
 */
export function withDocumentedSslMode(address: string): string {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  if (mode === null || mode === 'no-verify' || searchParams.has('uselibpqcompat')) return address
  // `pg` rejects `verify-ca` without a certificate. `verify-full` verifies against Node's own.
  const isInFull = mode === 'verify-ca' && !searchParams.has('sslrootcert')
  const asked = isInFull ? address.replace('sslmode=verify-ca', 'sslmode=verify-full') : address
  return `${asked}&uselibpqcompat=true`
}

/** Whether the address asks for encryption without verifying the server. */
export function isUnverified(address: string): boolean {
  const { searchParams } = new URL(address)
  const mode = searchParams.get('sslmode')
  return mode === 'no-verify' || mode === 'prefer' || (mode === 'require' && !searchParams.has('sslrootcert'))
}

/** In milliseconds. GitHub waits 10 s for the answer to a delivery, so no statement on that path may take longer. */
export const LIMITS = { statement_timeout: 8_000, idle_in_transaction_session_timeout: 30_000 } as const
export const CONNECT_MS = 5_000

/**
 * Connects once and returns whether connections keep the limits they were opened with. Behind a pooler such
 * as PgBouncer they do not: it rejects the parameters
 * (https://www.pgbouncer.org/config.html#ignore_startup_parameters) or ignores them. Throws when the server
 * cannot be reached.
 */
export async function keepsLimits(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, ...LIMITS })
  // Without a listener, a broken connection would end the process; the next statement fails anyway.
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
