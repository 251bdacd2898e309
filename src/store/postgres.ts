import pg from 'pg'
import type { Database, Queryable } from './database.ts'

/** Opens a pool on a PostgreSQL; nothing is asked of the server yet. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // A delivery must be answered within GitHub's 10 s, so nothing on that path may wait longer.
    connectionTimeoutMillis: 5_000,
    statement_timeout: 8_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  })
  // An idle connection that breaks says so here; whoever asks next gets a new one or an error of their own,
  // so there is nothing to answer. Without a listener it would end the process.
  pool.on('error', () => {})
  return {
    kind: 'postgres',
    query: queryable(pool).query,
    transaction: async (work) => {
      const client = await pool.connect()
      let broken: Error | undefined
      // PostgreSQL ends who sleeps in a transaction, as a frozen process does: the next query says so, and the process
      // lives on. The pool listens only to connections that nobody has.
      const ended = (reason: Error) => {
        broken = reason
      }
      client.on('error', ended)
      try {
        await client.query('begin')
        const result = await work(queryable(client))
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
    },
    close: () => pool.end(),
    boss: { backend: 'postgres', connectionString: url, max: 6 },
  }
}

function queryable(client: pg.Pool | pg.PoolClient): Queryable {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => {
      // Several statements in one text give a list of results, whatever pg's types say.
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(text, values && [...values])
      return (Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows) as Row[]
    },
  }
}
