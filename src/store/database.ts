import type { ConstructorOptions } from 'pg-boss'
import type { Schemas } from './schema.ts'

/** Where one can ask: the database itself, or one transaction of it. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. Without `values` the text may hold several statements;
   * then the rows are those of the last.
   */
  query<StakeholderStatus = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<StakeholderStatus[]>
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
  /** Resolves when it has stopped working, and only a new start of this process helps; never of a server's. */
  readonly broken?: Promise<Error>
  readonly schemas: Schemas
  /** Whether LISTEN reaches us: not embedded, where nobody else is, and not behind a pooler that shares sessions. */
  readonly isListenable: boolean
  /** What pg-boss needs to use the same database. */
  readonly boss: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'max' | 'schema' | 'createSchema'
  >
}
