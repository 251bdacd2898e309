import pg from 'pg'
import { CONNECT_MS, keepsLimits, LIMITS, withDocumentedSslMode } from './connection.ts'
import type { Database, Queryable } from './database.ts'
import { type Schemas, schemasFor, statementsFor } from './schema.ts'

/**
 * Opens a connection pool to a PostgreSQL server, or to a pooler in front of it. Behind a pooler that shares
 * sessions, no state is left in a session: limits are set in each transaction, single statements run in one,
 * and LISTEN is not used. Throws when the server cannot be reached.
 */
export async function openPostgres(address: string, schemas: Schemas = schemasFor()): Promise<Database> {
  const connectionString = withDocumentedSslMode(address)
  const hasSessions = await keepsLimits(connectionString)
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: CONNECT_MS,
    ...(hasSessions && LIMITS),
    keepAlive: true,
  })
  // Without a listener, a broken idle connection would end the process; the next query gets a new connection.
  pool.on('error', () => {})
  const begin = hasSessions ? 'begin' : BEGIN_WITH_LIMITS
  const statement = statementsFor(schemas)
  const transaction: Database['transaction'] = async (work) => {
    const client = await pool.connect()
    let broken: Error | undefined
    // PostgreSQL ends the connection of a process that was frozen in a transaction; the next query then
    // fails. The pool listens only to idle connections.
    const ended = (reason: Error) => {
      broken = reason
    }
    client.on('error', ended)
    try {
      await client.query(begin)
      const result = await work(queryable(client, statement))
      await client.query('commit')
      return result
    } catch (error) {
      // A connection that cannot roll back must not return to the pool.
      await client.query('rollback').catch((reason: Error) => {
        broken = reason
      })
      throw error
    } finally {
      client.off('error', ended)
      client.release(broken)
    }
  }
  return {
    kind: 'postgres',
    query: hasSessions
      ? queryable(pool, statement).query
      : (text, values) => transaction((tx) => tx.query(text, values)),
    transaction,
    close: () => pool.end(),
    schemas,
    isListenable: hasSessions,
    boss: { backend: 'postgres', connectionString, max: 6, schema: schemas.boss, createSchema: false },
  }
}

const BEGIN_WITH_LIMITS = [
  'begin',
  ...Object.entries(LIMITS).map(([name, milliseconds]) => `set local ${name} = ${milliseconds}`),
].join('; ')

function queryable(client: pg.Pool | pg.PoolClient, statement: (text: string) => string): Queryable {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => {
      // Several statements in one text return a list of results, whatever pg's types say.
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(
        statement(text),
        values && [...values],
      )
      return (Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows) as Row[]
    },
  }
}
