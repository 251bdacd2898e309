import { wholeSecond } from '../facts/time.ts'
import type { RfcRecord } from '../report/record.ts'
import { parseRecord, unreadableRecord } from '../report/stored-record.ts'
import type { Time } from './tables.ts'

/** The columns that a record is read from. */
export const STORED_RECORD = ['value', 'title', 'state', 'opened_at', 'moved_at', 'decide_by'] as const

interface StoredRecord {
  readonly value: string
  readonly title: string
  readonly state: string
  readonly opened_at: Time
  readonly moved_at: Time
  readonly decide_by: string | null
}

/** Returns the record of a row; of one that this version cannot read, what the columns say. */
export function recordIn(row: StoredRecord): { readonly record: RfcRecord; readonly isReadable: boolean } {
  const record = parseRecord(row.value)
  if (record) return { record, isReadable: true }
  const columns = {
    title: row.title,
    state: row.state as RfcRecord['state'],
    openedAt: isoOf(row.opened_at),
    judgedAt: isoOf(row.moved_at),
    decideBy: row.decide_by,
  }
  return { record: unreadableRecord(row.value, columns), isReadable: false }
}

function isoOf(time: Time): string {
  return wholeSecond(new Date(time).toISOString())
}
