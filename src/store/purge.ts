import type { Database, Queryable } from './database.ts'

/** What may no longer be shown is kept for so long, in case that its repository comes back (§14: thirty at most). */
const HIDDEN_DAYS = 29
/** Whoever is answered has an RFC, whose record is written after the answer. */
const ANSWERED_DAYS = 1
/** What nobody asked for in so long is of pull requests that are closed: those that are open are marked monthly. */
const UNUSED_DAYS = 90
/** Of those that are open, the mark is renewed so often. */
const MARKED_DAYS = 30

/**
 * Deletes what its time is over of. Deliveries and redeliveries are deleted by those who work on them.
 * Returns how many rows of each table went.
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
    // What an open RFC was told stays as long as its record does.
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

/** Notes that pull requests are still open, so that what is remembered of them is not purged. */
export async function markAsOpen(tx: Queryable, keys: readonly string[]): Promise<void> {
  await tx.query(
    `update rfc.memory set updated_at = now()
     where key = any($1::text[]) and updated_at < now() - interval '${MARKED_DAYS} days'`,
    [keys],
  )
}
