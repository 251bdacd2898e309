import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import { CONNECT_MS, keepsLimits, LIMITS } from './connection.ts'
import type { Database } from './database.ts'
import { postgres } from './dialect.ts'
import { listenTo } from './listen.ts'
import { publishStatement } from './statements.ts'
import { type Schemas, schemasFor } from './schema.ts'
import { withDocumentedSslMode } from './ssl-mode.ts'
import type { Tables } from './tables.ts'

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
    types: { getTypeParser: parserOf },
  })
  // Without a listener, a broken idle connection would end the process; the next query gets a new connection.
  pool.on('error', () => {})
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: guardedPool(pool, hasSessions) }),
    log: publishStatement,
  }).withSchema(schemas.ours)
  const channel = `rfc_alignment_${schemas.ours}`
  return {
    db,
    dialect: postgres,
    transaction: (work) => db.transaction().execute((tx) => work({ db: tx, dialect: postgres })),
    execute: async (tx, text) => {
      await sql.raw(text).execute(tx.db)
    },
    flush: async () => {},
    close: () => db.destroy(),
    schemas,
    holder: randomUUID(),
    ...(hasSessions && {
      channel: {
        notify: async (tx, what) => {
          await sql`select pg_notify(${channel}, ${what})`.execute(tx.db)
        },
        listen: (heard, missed) => listenTo(connectionString, channel, heard, missed),
      },
    }),
  }
}

const BEGIN_WITH_LIMITS = [
  'begin',
  ...Object.entries(LIMITS).map(([name, milliseconds]) => `set local ${name} = ${milliseconds}`),
].join('; ')

/** Statements that are prepared in each session; the App has about a hundred. */
const MOST_PREPARED = 300
const NAMES = new Map<string, string>()

/** Returns the name under which a session keeps a statement prepared; none for `begin` and `commit`. */
function named(text: string): { name?: string } {
  const known = NAMES.get(text)
  if (known !== undefined) return { name: known }
  if (!text.includes('$1') || NAMES.size >= MOST_PREPARED) return {}
  const name = `s${NAMES.size}`
  NAMES.set(text, name)
  return { name }
}

/** The pool as Kysely uses it: a broken connection is not used again, and every statement has its limits. */
function guardedPool(pool: pg.Pool, hasSessions: boolean): PostgresPool {
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect()
      let broken: Error | undefined
      // PostgreSQL ends the connection of a process that was frozen in a transaction; the next query then fails. The
      // pool listens only to idle connections.
      const ended = (reason: Error) => {
        broken = reason
      }
      client.on('error', ended)
      let isInTransaction = false
      const query = async (text: string, values: readonly unknown[] = []) => {
        const isBegin = text === 'begin'
        if (hasSessions) return client.query({ ...named(text), text, values: [...values] })
        if (isInTransaction) return client.query(text, [...values])
        if (isBegin) return client.query(BEGIN_WITH_LIMITS)
        await client.query(BEGIN_WITH_LIMITS)
        const result = await client.query(text, [...values])
        await client.query('commit')
        return result
      }
      return {
        query: async (text: string, values?: readonly unknown[]) => {
          try {
            const result = await query(text, values)
            if (text === 'begin') isInTransaction = true
            if (text === 'commit' || text === 'rollback') isInTransaction = false
            return result
          } catch (error) {
            // A connection that cannot roll back must not return to the pool.
            if (text === 'rollback' || (!hasSessions && !isInTransaction)) broken = error as Error
            throw error
          }
        },
        release: () => {
          client.off('error', ended)
          client.release(broken)
        },
      } as never as PostgresPoolClient
    },
    end: () => pool.end(),
  } as PostgresPool
}

// https://www.postgresql.org/docs/current/catalog-pg-type.html
const INT8 = 20
const INT8_LIST = 1016
const DATE = 1082
const TIMESTAMP_WITH_ZONE = 1184

/** Ids and times become numbers, as SQLite gives them; a day stays text. */
const parserOf = ((type: number, format: 'text' | 'binary') => {
  const known = pg.types.getTypeParser(type, format as 'text')
  if (type === INT8) return Number
  if (type === DATE) return String
  if (type === TIMESTAMP_WITH_ZONE)
    return (text: string) => timeOf((known as (text: string) => unknown)(text))
  if (type === INT8_LIST) return (text: string) => (known as (text: string) => string[])(text).map(Number)
  return known
}) as typeof pg.types.getTypeParser

/** `infinity` and `-infinity` are numbers already. */
function timeOf(parsed: unknown): number {
  return parsed instanceof Date ? parsed.getTime() : Number(parsed)
}
