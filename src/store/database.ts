import type { ConstructorOptions } from 'pg-boss'

/** Where one can ask: the database itself, or one transaction of it. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. Without `values` the text may hold several statements;
   * then the rows are those of the last.
   */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The one interface to PGlite and PostgreSQL. */
export interface Database extends Queryable {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Commits what `work` did when it resolves, rolls it back when it rejects.
   * Inside, only the given transaction may be used: PGlite has one connection, and asking the database itself
   * would wait for the transaction that waits for the answer, forever.
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
  close(): Promise<void>
  /** What pg-boss needs to use the same database. */
  readonly boss: Pick<ConstructorOptions, 'db' | 'backend' | 'connectionString' | 'max'>
}
