import type { Database, Queryable } from './database.ts'

/** Hidden records are kept this long, in case their repository comes back (§14: 30 days at most). */
const HIDDEN_DAYS = 29
/** Answers are stored before the record of their RFC is written. */
const ANSWERED_DAYS = 1
/** Rows unused for this long belong to closed pull requests: those of open ones are marked monthly. */
const UNUSED_DAYS = 90
/** The interval at which the mark of open pull requests is renewed. */
const MARKED_DAYS = 30

/**
 * Deletes expired rows and returns how many per table. Deliveries and redeliveries are deleted by the queue
 * and by the redelivery job.
 */
export async function purge(database: Database): Promise<Readonly<Record<string, number>>> {
  return await database.transaction(async (tx) => {
    const gone: Record<string, number> = {}
    for (const [table, text] of STATEMENTS) gone[table] = (await tx.query(`${text} returning 1`, [])).length
    return gone
  })
}

const STATEMENTS: readonly (readonly [string, string])[] = [
  ['record', `delete from rfc.record where hidden_at < now() - interval '${HIDDEN_DAYS} days'`],
  ['turn', 'delete from rfc.turn where not exists (select from rfc.record where record.key = turn.key)'],
  [
    'answered',
    `delete from rfc.answered where answered_at < now() - interval '${ANSWERED_DAYS} days'
       and not exists (select from rfc.record where record.repository_id = answered.repository_id)`,
  ],
  [
    'memory',
    // Kept as long as the record of an open RFC.
    `delete from rfc.memory where updated_at < now() - interval '${UNUSED_DAYS} days' and not exists (
       select from rfc.record where record.key = split_part(memory.key, ' ', 1) and state not in ('decided', 'merged', 'closed'))`,
  ],
  [
    'visit',
    `delete from rfc.visit where updated_at < now() - interval '${UNUSED_DAYS} days'
       and not exists (select from rfc.trigger where visit_key = visit.key)`,
  ],
  ['session', 'delete from rfc.session where ends_at < now()'],
  ['sign_in', 'delete from rfc.sign_in where ends_at < now()'],
]

/** Marks pull requests as open, so that what is stored about them is not deleted. */
export async function markAsOpen(tx: Queryable, keys: readonly string[]): Promise<void> {
  await tx.query(
    `update rfc.memory set updated_at = now()
     where key = any($1::text[]) and updated_at < now() - interval '${MARKED_DAYS} days'`,
    [keys],
  )
}
