import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Database, Store } from './database.ts'
import { sqlite } from './dialect.ts'
import { lockDirectory } from './directory-lock.ts'
import { type JournalOptions, openJournal } from './journal.ts'
import { schemasFor } from './schema.ts'
import { publishStatement } from './statements.ts'
import { DiskFault, explained, isEnd } from './sqlite-errors.ts'
import type { Tables } from './tables.ts'

/** The file of the embedded database in the data directory. */
export const DATABASE_FILE = 'rfc-alignment.sqlite'

/** Prepared statements that are kept; the App has about a hundred. */
const MOST_STATEMENTS = 300

/** Another connection only checkpoints, and is never in the way for long. */
const BUSY_MS = 5_000

/**
 * Opens the embedded database in a directory, which is created if missing. Only one process at a time may hold it.
 *
 * Commits are written to the write-ahead log at once, so they survive the end of the process; `flush` waits until the
 * disk has them, so that they survive a power cut. A commit that waited for the disk by itself
 * (`synchronous=FULL`) would hold the event loop, on a slow disk for tens of milliseconds each time (ADR 57).
 */
export async function openSqlite(dataDir: string, options: JournalOptions = {}): Promise<Database> {
  const directory = resolve(dataDir)
  const file = join(directory, DATABASE_FILE)
  const broken = Promise.withResolvers<Error>()
  let end: Error | undefined
  const failed = (cause: unknown): unknown => {
    const error = explained(cause, directory)
    if (isEnd(cause)) {
      end ??= error
      broken.resolve(end)
    }
    return error
  }
  const guarded = <Result>(work: () => Result): Result => {
    if (end) throw end
    try {
      return work()
    } catch (cause) {
      throw failed(cause)
    }
  }
  guarded(() => makeDirectory(directory))
  const lock = guarded(() => lockDirectory(directory))
  try {
    const connection = guarded(() => open(file))
    const { db } = storeOn(connection, guarded)
    const journal = openJournal(file, guarded, (work) => db.connection().execute(work), options)
    return {
      db,
      dialect: sqlite,
      transaction: (work) => db.transaction().execute((tx) => work({ db: tx, dialect: sqlite })),
      // The transaction holds the one connection.
      execute: async (_, text) => guarded(() => connection.exec(text)),
      flush: () => journal.flush(),
      close: async () => {
        try {
          await journal.close()
          await db.destroy()
        } finally {
          lock.release()
        }
      },
      broken: broken.promise,
      schemas: schemasFor(),
      holder: randomUUID(),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Returns a connection as a store. `guarded` runs each use of the connection. */
export function storeOn(
  connection: DatabaseSync,
  guarded: <Result>(work: () => Result) => Result = (work) => work(),
): Store {
  const dialect = new SqliteDialect({ database: adapt(connection, guarded) })
  return { db: new Kysely<Tables>({ dialect, log: publishStatement }), dialect: sqlite }
}

/** A new directory is not surely found after a power cut before the one above was written. */
function makeDirectory(directory: string): void {
  const first = makeAll(directory)
  if (first === undefined) return
  for (let made = directory; made.length >= first.length; made = dirname(made)) syncDirectory(dirname(made))
}

/** Returns the uppermost directory that was made. */
function makeAll(directory: string): string | undefined {
  try {
    return mkdirSync(directory, { recursive: true })
  } catch (cause) {
    // What Node says of a parent on a disk that is mounted read-only.
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new DiskFault('not writable', 'the directory cannot be made', { cause })
    throw cause
  }
}

function open(file: string): DatabaseSync {
  refuseEmptied(file)
  const connection = new DatabaseSync(file, { timeout: BUSY_MS })
  try {
    prepare(connection)
    syncDirectory(dirname(file))
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function prepare(connection: DatabaseSync): void {
  // The journal checkpoints, in a thread of its own.
  connection.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 0')
  // After a checkpoint the log shrinks to this, so that its size tells how much is not checkpointed.
  connection.exec('pragma journal_size_limit = 1048576; pragma foreign_keys = on')
  // Makes the log, which has no file before the first write.
  connection.exec('pragma user_version = 0')
}

/** SQLite takes an empty file for a new database, and deletes the log beside it. */
function refuseEmptied(file: string): void {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0)
    throw new DiskFault('damaged', 'the file is empty, and there is a log beside it')
}

/** A new file is not surely found after a power cut before its directory was written. */
export function syncDirectory(directory: string): void {
  // Windows opens no directories.
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What Kysely's dialect needs of a connection; statements are prepared once. */
function adapt(connection: DatabaseSync, guarded: <Result>(work: () => Result) => Result) {
  const prepared = new LRUCache<string, ReturnType<typeof statementOf>>({ max: MOST_STATEMENTS })
  return {
    prepare: (text: string) => {
      // SQLite has rolled back by itself after some errors (https://www.sqlite.org/lang_transaction.html), and would
      // hide them behind another one.
      if (text === 'rollback' && !connection.isTransaction) return NOTHING
      const known = prepared.get(text)
      if (known) return known
      const statement = guarded(() => statementOf(connection.prepare(text), guarded))
      prepared.set(text, statement)
      return statement
    },
    close: () => connection.close(),
  }
}

const NOTHING = { reader: true, all: () => [], run: neverRun, iterate: neverRun }

function neverRun(): never {
  throw new Error('this statement is not run')
}

function statementOf(statement: StatementSync, guarded: <Result>(work: () => Result) => Result) {
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => guarded(() => statement.all(...values.map(bindable))),
    run: (values: readonly unknown[]) => guarded(() => statement.run(...values.map(bindable))),
    iterate: (): never => {
      throw new Error('rows are read at once, not streamed')
    },
  }
}

/** SQLite has no booleans. */
function bindable(value: unknown): SQLInputValue {
  return (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue
}
