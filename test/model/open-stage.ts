import { Client } from 'pg'
import { openStage, type Stage } from '../../playground/stage.ts'
import { startServer } from '../../src/server/server.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { pino } from 'pino'
import { startPostgres } from '../store/postgres.ts'
import type { Keeper } from './player.ts'

/** A stage for histories: what is not there, they go without. */
export interface ModelStage extends Stage {
  /** Where the first server takes webhooks, and where another one does. */
  readonly home?: string
  readonly elsewhere?: string
  readonly keeper?: Keeper
}

/** Opens a stage with a database of its own, two servers on it, and somebody who can copy and lose what it holds. */
export async function openModelStage(): Promise<ModelStage> {
  const postgres = await startPostgres()
  const server = { backoffSeconds: () => 0 }
  const stage = await openStage({ server, databaseUrl: postgres.url })
  const settings = readSettings({ ...stage.environment, PORT: '0' })
  const other = await startServer(settings, pino({ level: 'silent' }), server)
  const database = new Client({ connectionString: postgres.url })
  await database.connect()
  return {
    ...stage,
    home: stage.server.webhookUrl,
    elsewhere: other.webhookUrl,
    keeper: keeperOf(database),
    settled: async () => {
      let before: number
      do {
        before = stage.github.deliveries.length
        await stage.settled()
        await other.idle()
        await stage.settled()
      } while (stage.github.deliveries.length !== before)
    },
    close: async () => {
      await database.end()
      await other.stop()
      await stage.close()
      await postgres.stop()
    },
  }
}

/** Work that waits is not what a database remembers: these tables stay as they are. */
const QUEUE = ['inbox', 'visit', 'trigger', 'round', 'redelivery', 'sweep_wanted']

function keeperOf(database: Client): Keeper {
  /** The tables whose rows belong to a repository, and the condition that finds them. */
  async function tables(id: number): Promise<readonly (readonly [table: string, where: string])[]> {
    const { rows } = await database.query<{ table_name: string; column_name: string }>(
      "select table_name, column_name from information_schema.columns where table_schema = 'rfc' and column_name in ('repository_id', 'key')",
    )
    const found = new Map<string, string>()
    for (const { table_name: name, column_name: column } of rows) {
      const where = column === 'key' ? `key like '${id}/%'` : `repository_id = ${id}`
      if (!QUEUE.includes(name)) found.set(name, where)
    }
    return [...found]
  }
  return {
    async copy(id) {
      const copied: [string, unknown][] = []
      for (const [table, where] of await tables(id)) {
        const { rows } = await database.query(
          `select coalesce(json_agg(t), '[]')::text as rows from rfc."${table}" t where ${where}`,
        )
        copied.push([table, rows[0].rows])
      }
      return copied
    },
    async restore(id, copy = []) {
      await database.query('begin')
      for (const [table, where] of await tables(id))
        await database.query(`delete from rfc."${table}" where ${where}`)
      // A server that remembers what it wrote must not take it for what is stored.
      await database.query(`update rfc.visit set fence = fence + 2 where key like '${id}/%'`)
      for (const [table, rows] of copy as [string, string][]) {
        const { rows: columns } = await database.query(
          "select quote_ident(column_name) as name from information_schema.columns where table_schema = 'rfc' and table_name = $1 and is_generated = 'NEVER'",
          [table],
        )
        const names = columns.map(({ name }) => name).join(', ')
        await database.query(
          `insert into rfc."${table}" (${names}) overriding system value select ${names} from json_populate_recordset(null::rfc."${table}", $1)`,
          [rows],
        )
      }
      await database.query('commit')
    },
  }
}
