import type { Kysely } from 'kysely'
import type { Dialect } from './dialect.ts'
import type { Schemas } from './schema.ts'
import type { Tables } from './tables.ts'

/** Where statements run: the database itself, or one transaction of it. */
export interface Store {
  readonly db: Kysely<Tables>
  readonly dialect: Dialect
}

/** The one interface to both databases: SQLite in the data directory, and PostgreSQL for several processes. */
export interface Database extends Store {
  /**
   * Commits when `work` resolves, rolls back when it rejects. Inside, use only the given transaction: SQLite has one
   * connection, so a statement on the database itself would wait for the transaction forever.
   */
  transaction<Result>(work: (tx: Store) => Promise<Result>): Promise<Result>
  /** Runs a text of several statements in a transaction of this database. */
  execute(tx: Store, text: string): Promise<void>
  /** Resolves when everything that was committed before survives a power cut. At once on PostgreSQL. */
  flush(): Promise<void>
  close(): Promise<void>
  /** Resolves when the embedded database has stopped working and only a restart of the process helps. */
  readonly broken?: Promise<Error>
  readonly schemas: Schemas
  /** Tells apart the processes on one database. */
  readonly holder: string
  /** How processes wake each other; absent where there is only one, or where a pooler shares sessions. */
  readonly channel?: Channel
}

/** https://www.postgresql.org/docs/current/sql-notify.html */
export interface Channel {
  /** Wakes the processes that listen, this one included, when the transaction commits. */
  notify(tx: Store, what: string): Promise<void>
  /** Calls `heard` for every notification, and `missed` after a time in which some may have been lost. */
  listen(heard: (what: string) => void, missed: () => void): Promise<{ close(): Promise<void> }>
}
