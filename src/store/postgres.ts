import pg from 'pg'
import { CONNECT_MS, keepsLimits, LIMITS, withDocumentedSslMode } from './connection.ts'
import type { Database, Queryable } from './database.ts'
import { type Schemas, schemasFor, statementsFor } from './schema.ts'

/**
 * Opens a pool on a PostgreSQL, or on a pooler before one. Behind a pooler that shares sessions nothing is left in a
 * session: limits are set for each transaction, a single statement is one as well, and nobody listens.
 * Throws when the server cannot be reached.
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
  // An idle connection that breaks says so here; whoever asks next gets a new one or an error of their own,
  // so there is nothing to answer. Without a listener it would end the process.
  pool.on('error', () => {})
  const begin = hasSessions ? 'begin' : BEGIN_WITH_LIMITS
  const statement = statementsFor(schemas)
  const transaction: Database['transaction'] = async (work) => {
    const client = await pool.connect()
    let broken: Error | undefined
    // PostgreSQL ends who sleeps in a transaction, as a frozen process does: the next query says so, and the process
    // lives on. The pool listens only to connections that nobody has.
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
      // A connection that cannot even roll back must not go back into the pool.
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
    query: async <StakeholderStatus>(text: string, values?: readonly unknown[]) => {
      // Several statements in one text give a list of results, whatever pg's types say.
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(
        statement(text),
        values && [...values],
      )
      return (Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows) as StakeholderStatus[]
    },
  }
}
