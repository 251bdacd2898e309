import type { DeleteQueryBuilder, DeleteResult } from 'kysely'
import type { Database, Store } from './database.ts'
import type { Tables } from './tables.ts'

const DAY_SECONDS = 24 * 3600
/** Hidden records are kept this long, in case their repository comes back (§14: 30 days at most). */
const HIDDEN_SECONDS = 29 * DAY_SECONDS
/** Answers are stored before the record of their RFC is written. */
const ANSWERED_SECONDS = DAY_SECONDS
/** Rows unused for this long belong to closed pull requests: those of open ones are marked monthly. */
const UNUSED_SECONDS = 90 * DAY_SECONDS
/** The interval at which the mark of open pull requests is renewed. */
const MARKED_SECONDS = 30 * DAY_SECONDS

const CLOSED_STATES = ['decided', 'merged', 'closed']

/** Deletes the expired rows of a table. */
type Deletion = (tx: Store) => DeleteQueryBuilder<Tables, never, DeleteResult>

/** How the rows of a table go: by a deletion of `purge`, or by what is said instead. */
type Rule =
  | Deletion
  | 'by the queue'
  | 'by its job'
  | 'by its servers'
  | 'with its ledger'
  | 'never: a fixed number of rows'

/**
 * The rule by which the rows of each table go, in the order of the deletions. `docs/operating.md` says what each table
 * grows with.
 */
export const RULES: Readonly<Record<keyof Tables, Rule>> = {
  inbox: 'by the queue',
  trigger: 'by the queue',
  redelivery: 'by its job',
  sweep_wanted: 'by its job',
  server: 'by its servers',
  round: 'never: a fixed number of rows',
  owner: 'never: a fixed number of rows',
  schema_version: 'never: a fixed number of rows',
  // Before the records, by which they go.
  ledger: ({ db, dialect }) =>
    db.deleteFrom('ledger').where(({ or, and, not, exists, selectFrom, eb }) => {
      const record = selectFrom('record').select('record.key').whereRef('record.key', '=', 'ledger.key')
      const memory = selectFrom('memory').select('memory.key').whereRef('memory.key', '=', 'ledger.key')
      return or([
        exists(record.where('record.hidden_at', '<', dialect.after(-HIDDEN_SECONDS))),
        and([
          eb('ledger.updated_at', '<', dialect.after(-UNUSED_SECONDS)),
          not(exists(record)),
          not(exists(memory)),
        ]),
      ])
    }),
  ledger_entry: 'with its ledger',
  record: ({ db, dialect }) =>
    db.deleteFrom('record').where('hidden_at', '<', dialect.after(-HIDDEN_SECONDS)),
  turn: ({ db }) =>
    db
      .deleteFrom('turn')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('record').select('record.key').whereRef('record.key', '=', 'turn.key'))),
      ),
  answered: ({ db, dialect }) =>
    db
      .deleteFrom('answered')
      .where('answered_at', '<', dialect.after(-ANSWERED_SECONDS))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('record')
              .select('record.key')
              .whereRef('record.repository_id', '=', 'answered.repository_id'),
          ),
        ),
      ),
  memory: ({ db, dialect }) =>
    db
      .deleteFrom('memory')
      .where('updated_at', '<', dialect.after(-UNUSED_SECONDS))
      // Kept as long as the record of an open RFC.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('record')
              .select('record.key')
              .where('record.key', '=', dialect.firstWord('memory.key'))
              .where('record.state', 'not in', CLOSED_STATES),
          ),
        ),
      ),
  visit: ({ db, dialect }) =>
    db
      .deleteFrom('visit')
      .where('updated_at', '<', dialect.after(-UNUSED_SECONDS))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom('trigger').select('trigger.id').whereRef('trigger.visit_key', '=', 'visit.key')),
        ),
      ),
  session: ({ db, dialect }) => db.deleteFrom('session').where('ends_at', '<', dialect.now()),
  sign_in: ({ db, dialect }) => db.deleteFrom('sign_in').where('ends_at', '<', dialect.now()),
}

/**
 * Deletes expired rows and returns how many per table. Deliveries and redeliveries are deleted by the queue
 * and by the redelivery job.
 */
export async function purge(database: Database): Promise<Readonly<Record<string, number>>> {
  return await database.transaction(async (tx) => {
    const gone: Record<string, number> = {}
    for (const [table, rule] of Object.entries(RULES)) {
      if (typeof rule !== 'function') continue
      const [deleted] = await rule(tx).execute()
      gone[table] = Number(deleted?.numDeletedRows ?? 0)
    }
    return gone
  })
}

/** Marks pull requests as open, so that what is stored about them is not deleted. */
export async function markAsOpen({ db, dialect }: Store, keys: readonly string[]): Promise<void> {
  await db
    .updateTable('memory')
    .set({ updated_at: dialect.now() })
    .where(dialect.isOneOf('key', keys))
    .where('updated_at', '<', dialect.after(-MARKED_SECONDS))
    .execute()
}
