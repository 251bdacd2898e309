import type { ConstructorOptions } from 'pg-boss'
import type { Schemas } from './schema.ts'

/** Runs statements: the database itself, or one transaction of it. */
export interface Queryable {
  /**
   * Runs one statement and returns its rows. Without `values` the text may hold several statements; then the
   * rows of the last are returned.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The interface to both PGlite and PostgreSQL. */
export interface Database extends Queryable {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Commits when `work` resolves, rolls back when it rejects. Inside, use only the given transaction: PGlite
   * has one connection, so a query to the database itself would wait for the transaction forever.
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
  close(): Promise<void>
  /** Resolves when the embedded database has stopped working and only a restart of the process helps. */
  readonly broken?: Promise<Error>
  readonly schemas: Schemas
  /**
   * Whether LISTEN works: not when embedded (there is no other process), and not behind a pooler that shares
   * sessions.
   */
  readonly isListenable: boolean
  /** The options with which pg-boss uses the same database. */
  readonly boss: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'max' | 'schema' | 'createSchema'
  >
}
