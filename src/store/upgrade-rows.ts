import type { Kysely } from 'kysely'
import type { Store } from './database.ts'
import type { Tables } from './tables.ts'
import type { FormerDatabase, FormerRow } from './upgrade-former.ts'

/** How a column is taken over. What a process that has ended held is `left`. */
type Form = 'as it is' | 'time' | 'list' | 'flag' | 'day' | 'body' | 'left'

/**
 * Every column of what is taken over, in an order that satisfies foreign keys. Servers are not: those of the version
 * before have ended. Nor are jobs of the former queue, which only said where to look. Ledgers are younger.
 */
const FORMS: {
  readonly [Table in Exclude<keyof Tables, 'server' | 'schema_version' | 'ledger' | 'ledger_entry'>]: Forms<
    Tables[Table]
  >
} = {
  owner: { is_only: 'flag', app_id: 'as it is', api_host: 'as it is', since: 'time' },
  inbox: {
    delivery_id: 'as it is',
    event: 'as it is',
    body: 'body',
    received_at: 'time',
    state: 'as it is',
    tries: 'as it is',
    due_at: 'time',
    settled_at: 'time',
    outcome: 'as it is',
    error: 'as it is',
    held_by: 'left',
    held_until: 'left',
  },
  visit: {
    key: 'as it is',
    tries: 'as it is',
    due_at: 'time',
    outcome: 'as it is',
    error: 'as it is',
    updated_at: 'time',
    fence: 'as it is',
    place: 'as it is',
    wanted: 'as it is',
    installation_id: 'as it is',
    held_by: 'left',
    held_until: 'left',
  },
  trigger: {
    id: 'as it is',
    visit_key: 'as it is',
    reference: 'as it is',
    trigger: 'as it is',
    delivery_id: 'as it is',
    created_at: 'time',
  },
  memory: { key: 'as it is', value: 'as it is', updated_at: 'time' },
  round: {
    name: 'as it is',
    holder: 'left',
    held_until: 'left',
    begun_at: 'time',
    done_at: 'time',
    mark: 'as it is',
  },
  redelivery: {
    guid: 'as it is',
    delivery_id: 'as it is',
    event: 'as it is',
    asked: 'as it is',
    due_at: 'time',
    noted_at: 'time',
  },
  sweep_wanted: { part: 'as it is', wanted: 'as it is', tries: 'as it is', due_at: 'time' },
  record: {
    key: 'as it is',
    repository_id: 'as it is',
    number: 'as it is',
    installation_id: 'as it is',
    owner: 'as it is',
    repo: 'as it is',
    is_private: 'flag',
    state: 'as it is',
    title: 'as it is',
    author_id: 'as it is',
    opened_at: 'time',
    state_since: 'time',
    moved_at: 'time',
    committed_at: 'time',
    waits_for: 'list',
    stale: 'list',
    committed: 'list',
    answered: 'list',
    teams: 'list',
    logins: 'list',
    open_objections: 'as it is',
    unanswered: 'as it is',
    value: 'as it is',
    words: 'as it is',
    revision: 'as it is',
    decide_by: 'day',
    aligned_at: 'time',
    first_committed_at: 'time',
    has_dissent: 'flag',
    left_behind: 'as it is',
    for_author: 'as it is',
    for_stakeholders: 'as it is',
    for_answers: 'as it is',
    heard: 'list',
    hidden_at: 'time',
    tightened_at: 'time',
    kept_at: 'time',
  },
  turn: { id: 'as it is', key: 'as it is', at: 'time', kind: 'as it is', who: 'as it is', what: 'as it is' },
  session: {
    id: 'as it is',
    user_id: 'as it is',
    login: 'as it is',
    token: 'as it is',
    csrf: 'as it is',
    ends_at: 'time',
  },
  sign_in: { id: 'as it is', verifier: 'as it is', next: 'as it is', ends_at: 'time' },
  answered: {
    repository_id: 'as it is',
    person_id: 'as it is',
    kind: 'as it is',
    number: 'as it is',
    answered_at: 'time',
  },
}

type Forms<Columns> = { readonly [Column in keyof Columns]: Form }

/** Copies all rows into the tables of SQLite, which are empty. Returns how many. */
export async function copyRows(former: FormerDatabase, tx: Store): Promise<number> {
  const db = tx.db as unknown as Kysely<Record<string, FormerRow>>
  let count = 0
  for (const [table, forms] of Object.entries(FORMS)) {
    const columns = Object.entries(forms as Forms<FormerRow>).filter(([, form]) => form !== 'left')
    const query = `select ${columns.map(([column, form]) => `${expression(`"${column}"`, form)} as "${column}"`).join(', ')} from rfc."${table}"`
    await former.read(query, async (rows) => {
      count += rows.length
      await db.insertInto(table).values(rows).execute()
    })
  }
  return count
}

/** What PostgreSQL stores, as SQLite stores it (`tables.ts`). */
function expression(column: string, form: Form): string {
  switch (form) {
    case 'time':
      // The beginning of all times (`-infinity`) is 0.
      return `case when ${column} is not null then greatest(0, floor(extract(epoch from ${column}) * 1000))::float8 end`
    case 'list':
      return `to_json(${column})::text`
    case 'flag':
      return `${column}::int`
    case 'day':
      return `${column}::text`
    case 'body':
      // What is done keeps no body.
      return `case when state = 'done' then '' else ${column} end`
    case 'as it is':
    case 'left':
      return column
  }
}
