import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { CONNECT_MS } from './connection.ts'

const AGAIN_MS = 1_000

/**
 * Listens on a connection of its own (https://www.postgresql.org/docs/current/sql-listen.html). A lost connection is
 * made again until it is closed; `missed` is called each time, for what was said meanwhile is lost. Throws when the first
 * connection cannot be made.
 */
export async function listenTo(
  connectionString: string,
  channel: string,
  heard: (what: string) => void,
  missed: () => void,
): Promise<{ close(): Promise<void> }> {
  const closed = new AbortController()
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, keepAlive: true })
    fresh.on('notification', ({ payload = '' }) => heard(payload))
    fresh.on('error', () => {})
    try {
      await fresh.connect()
      await fresh.query(`listen ${channel}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    fresh.once('end', () => void again())
    return fresh
  }

  async function again(): Promise<void> {
    while (!closed.signal.aborted) {
      try {
        await delay(AGAIN_MS, undefined, { signal: closed.signal })
        client = await connect()
        missed()
        return
      } catch {
        // The server is away; polling goes on meanwhile.
      }
    }
  }

  return {
    close: async () => {
      closed.abort()
      await client.end().catch(() => {})
    },
  }
}
