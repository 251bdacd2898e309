import { type Expression, type SqlBool, type SelectQueryBuilder, sql } from 'kysely'
import type { BoardFilter, BoardRow, Order, Readable } from '../report/listing.ts'
import type { RfcRecord } from '../report/record.ts'
import type { Turn } from '../report/turns.ts'
import type { Store } from './database.ts'
import { parseSearch } from './search-text.ts'
import { recordIn, STORED_RECORD } from './stored-record.ts'
import type { Tables, Time } from './tables.ts'

type Records = SelectQueryBuilder<Tables, 'record', object>

/** Returns one page of the RFCs that match the filter and may be read, and their total number. */
export async function findRecords(
  tx: Store,
  readable: Readable,
  filter: BoardFilter,
  page: { readonly order: Order; readonly from: number; readonly most: number },
): Promise<{ readonly rows: readonly BoardRow[]; readonly total: number }> {
  const chosen = chosenRecords(tx, readable, filter)
  const { total } = await chosen
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const found = await ordered(chosen, page.order)
    .orderBy('key')
    .limit(page.most)
    .offset(page.from)
    .select(COLUMNS)
    .execute()
  return { rows: found.map(rowOf), total }
}

function ordered(records: Records, order: Order): Records {
  switch (order) {
    case 'moved':
      return records.orderBy('moved_at', 'desc')
    case 'oldest':
      return records.orderBy('opened_at')
    case 'newest':
      return records.orderBy('opened_at', 'desc')
    case 'stuck':
      return records.orderBy('state_since')
    case 'title':
      return records.orderBy(sql`lower(title)`)
    case 'due':
      return records.orderBy('decide_by', (by) => by.asc().nullsLast()).orderBy('moved_at', 'desc')
  }
}

/** Returns one RFC with its timeline; null when there is none, or it may not be read. */
export async function readOne(
  tx: Store,
  readable: Readable,
  place: { readonly owner: string; readonly repo: string; readonly number: number },
): Promise<{ readonly row: BoardRow; readonly turns: readonly Turn[] } | null> {
  const found = await chosenRecords(tx, readable, { owner: place.owner, repo: place.repo })
    .where('number', '=', place.number)
    .orderBy('moved_at', 'desc')
    .limit(1)
    .select(COLUMNS)
    .executeTakeFirst()
  if (!found) return null
  return { row: rowOf(found), turns: await readTurns(tx, `${found.repository_id}/${found.number}`) }
}

/** Returns the timeline of an RFC. */
export async function readTurns({ db }: Store, key: string): Promise<readonly Turn[]> {
  const turns = await db
    .selectFrom('turn')
    .select(['at', 'kind', 'who', 'what'])
    .where('key', '=', key)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return turns.map(({ at, kind, who, what }) => ({
    at: new Date(at).toISOString(),
    kind: kind as Turn['kind'],
    who,
    what,
  }))
}

/** Returns every repository with a visible RFC, so that a visitor's access can be checked. */
export async function repositoriesWithRecords({
  db,
}: Store): Promise<readonly { readonly id: number; readonly owner: string; readonly name: string }[]> {
  const found = await db
    .selectFrom('record')
    .select(['repository_id as id', 'owner', 'repo as name'])
    .where('hidden_at', 'is', null)
    .groupBy(['repository_id', 'owner', 'repo'])
    .orderBy('repository_id')
    .orderBy((eb) => eb.fn.max('moved_at'))
    .execute()
  // Until all its records are written again, a renamed repository has two names: the newest counts.
  return [...new Map(found.map((repository) => [repository.id, repository])).values()]
}

/** Returns the owners and repositories that lists can be filtered by. */
export async function placesOf(
  tx: Store,
  readable: Readable,
): Promise<readonly { readonly owner: string; readonly repo: string }[]> {
  return await chosenRecords(tx, readable, {})
    .select(['owner', 'repo'])
    .distinct()
    .orderBy('owner')
    .orderBy('repo')
    .execute()
}

/** Returns a string that changes whenever a readable record changes; with null, whenever any record changes. */
export async function readStamp(tx: Store, readable: Readable | null): Promise<string> {
  const records = readable ? chosenRecords(tx, readable, {}) : tx.db.selectFrom('record')
  const { count, revisions } = await records
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.coalesce(eb.fn.sum<number>('revision'), sql<number>`0`).as('revisions'),
    ])
    .executeTakeFirstOrThrow()
  return `${count}.${revisions}`
}

const COLUMNS = [
  ...STORED_RECORD,
  'repository_id',
  'owner',
  'repo',
  'number',
  'state_since',
  'committed_at',
  'open_objections',
  'unanswered',
] as const

type Found = Parameters<typeof recordIn>[0] & {
  readonly repository_id: number
  readonly owner: string
  readonly repo: string
  readonly number: number
  readonly state_since: Time
  readonly committed_at: Time | null
  readonly open_objections: number
  readonly unanswered: number
}

function rowOf(found: Found): BoardRow {
  return {
    repositoryId: found.repository_id,
    owner: found.owner,
    repo: found.repo,
    number: found.number,
    state: found.state as RfcRecord['state'],
    stateSince: new Date(found.state_since),
    movedAt: new Date(found.moved_at),
    openedAt: new Date(found.opened_at),
    committedAt: found.committed_at === null ? null : new Date(found.committed_at),
    openObjections: found.open_objections,
    unanswered: found.unanswered,
    record: recordIn(found).record,
  }
}

/** Returns the query of all records that match the filter and may be read. */
export function chosenRecords({ db, dialect }: Store, readable: Readable, filter: BoardFilter): Records {
  const conditions: Expression<SqlBool>[] = []
  const add = <Value>(value: Value | undefined, condition: (value: Value) => Expression<SqlBool>) => {
    if (value !== undefined && value !== '') conditions.push(condition(value))
  }
  const same = (column: 'owner' | 'repo') => (name: string) =>
    sql<SqlBool>`lower(${sql.ref(column)}) = ${name.toLowerCase()}`
  add(filter.states?.length ? filter.states : undefined, (states) => dialect.isOneOf('state', states))
  add(filter.owner, same('owner'))
  add(filter.repo, same('repo'))
  add(filter.person, (login) => dialect.contains('logins', login.toLowerCase()))
  add(filter.team, (name) => dialect.contains('teams', name.toLowerCase()))
  add(filter.text, (text) => dialect.matches(parseSearch(text)))
  add(filter.waitsFor, (id) => dialect.contains('waits_for', id))
  add(filter.staleFor, (id) => dialect.contains('stale', id))
  add(filter.answeredFor, (id) => dialect.contains('answered', id))
  add(filter.committedBy, (id) => dialect.contains('committed', id))
  add(filter.author, (id) => sql<SqlBool>`author_id = ${id}`)
  return db
    .selectFrom('record')
    .where((eb) =>
      readable.isPublicToo
        ? eb.or([dialect.isOneOf('repository_id', readable.repositories), eb('is_private', '=', false)])
        : dialect.isOneOf('repository_id', readable.repositories),
    )
    .where('hidden_at', 'is', null)
    .where((eb) => eb.and(conditions))
    .$if(filter.isUnanswered === true, (query) => query.where('unanswered', '>', 0))
}
