import { sql } from 'kysely'
import type { RfcRecord } from '../report/record.ts'
import type { Store } from './database.ts'
import { recordIn, STORED_RECORD } from './stored-record.ts'

/** A pull request as people write it: `acme/rfcs#12`. */
export interface PullRequestPlace {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

/**
 * Returns the record of a pull request and the key of its rows, a record that the board hides included; null when there
 * is none. For the operator alone: who may read it is not checked.
 */
export async function readRecordAt(
  { db }: Store,
  { owner, repo, number }: PullRequestPlace,
): Promise<{ readonly key: string; readonly record: RfcRecord } | null> {
  const found = await db
    .selectFrom('record')
    .select(['key', ...STORED_RECORD])
    .where(sql`lower(owner)`, '=', owner.toLowerCase())
    .where(sql`lower(repo)`, '=', repo.toLowerCase())
    .where('number', '=', number)
    .orderBy('moved_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ? { key: found.key, record: recordIn(found).record } : null
}
