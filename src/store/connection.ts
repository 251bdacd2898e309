import pg from 'pg'

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
