import type { BoardFilter, BoardRow, Order, Readable } from '../report/listing.ts'
import type { RfcRecord } from '../report/record.ts'
import type { Turn } from '../report/turns.ts'
import type { Queryable } from './database.ts'

const ORDERS: Readonly<Record<Order, string>> = {
  moved: 'moved_at desc',
  oldest: 'opened_at asc',
  newest: 'opened_at desc',
  stuck: 'state_since asc',
  title: 'lower(title) asc',
  due: 'decide_by asc nulls last, moved_at desc',
}

/** Returns one page of the RFCs that match the filter and may be read, and their total number. */
export async function findRecords(
  tx: Queryable,
  readable: Readable,
  filter: BoardFilter,
  page: { readonly order: Order; readonly from: number; readonly most: number },
): Promise<{ readonly rows: readonly BoardRow[]; readonly total: number }> {
  const { where, values } = whereOf(readable, filter)
  const [counted] = await tx.query<{ total: number }>(
    `select count(*)::int as total from rfc.record where ${where}`,
    values,
  )
  const found = await tx.query<Found>(
    `select ${COLUMNS} from rfc.record where ${where}
     order by ${ORDERS[page.order]}, key limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, page.most, page.from],
  )
  return { rows: found.map(rowOf), total: counted?.total ?? 0 }
}

/** Returns one RFC with its timeline; null when there is none, or it may not be read. */
export async function readOne(
  tx: Queryable,
  readable: Readable,
  place: { readonly owner: string; readonly repo: string; readonly number: number },
): Promise<{ readonly row: BoardRow; readonly turns: readonly Turn[] } | null> {
  const { where, values } = whereOf(readable, { owner: place.owner, repo: place.repo })
  const [found] = await tx.query<Found>(
    `select ${COLUMNS} from rfc.record where ${where} and number = $${values.length + 1}
     order by moved_at desc limit 1`,
    [...values, place.number],
  )
  if (!found) return null
  const turns = await tx.query<{ at: Date; kind: Turn['kind']; who: string; what: string }>(
    'select at, kind, who, what from rfc.turn where key = $1 order by at, id',
    [`${found.repository_id}/${found.number}`],
  )
  return {
    row: rowOf(found),
    turns: turns.map(({ at, ...turn }) => ({ ...turn, at: at.toISOString() })),
  }
}

/** Returns every repository with a visible RFC, so that a visitor's access can be checked. */
export async function repositoriesWithRecords(
  tx: Queryable,
): Promise<readonly { readonly id: number; readonly owner: string; readonly name: string }[]> {
  return await tx.query(
    `select distinct on (repository_id) repository_id::float8 as id, owner, repo as name from rfc.record
     where hidden_at is null order by repository_id, moved_at desc`,
    [],
  )
}

/** Returns the owners and repositories that lists can be filtered by. */
export async function placesOf(
  tx: Queryable,
  readable: Readable,
): Promise<readonly { readonly owner: string; readonly repo: string }[]> {
  const { where, values } = whereOf(readable, {})
  return await tx.query(
    `select distinct owner, repo from rfc.record where ${where} order by owner, repo`,
    values,
  )
}

/** Returns a string that changes whenever a readable record changes; with null, whenever any record changes. */
export async function readStamp(tx: Queryable, readable: Readable | null): Promise<string> {
  const { where, values } = readable ? whereOf(readable, {}) : { where: 'true', values: [] }
  const [stamp] = await tx.query<{ count: number; revisions: number }>(
    `select count(*)::int as count, coalesce(sum(revision), 0)::float8 as revisions from rfc.record where ${where}`,
    values,
  )
  return `${stamp?.count}.${stamp?.revisions}`
}

interface Found {
  readonly repository_id: number
  readonly owner: string
  readonly repo: string
  readonly number: number
  readonly state: string
  readonly state_since: Date
  readonly moved_at: Date
  readonly opened_at: Date
  readonly committed_at: Date | null
  readonly open_objections: number
  readonly unanswered: number
  readonly value: string
}

const COLUMNS = `repository_id::float8 as repository_id, owner, repo, number, state, state_since, moved_at, opened_at,
  committed_at, open_objections, unanswered, value`

function rowOf(found: Found): BoardRow {
  return {
    repositoryId: found.repository_id,
    owner: found.owner,
    repo: found.repo,
    number: found.number,
    state: found.state as RfcRecord['state'],
    stateSince: found.state_since,
    movedAt: found.moved_at,
    openedAt: found.opened_at,
    committedAt: found.committed_at,
    openObjections: found.open_objections,
    unanswered: found.unanswered,
    // Trusted: only this App writes it.
    record: JSON.parse(found.value) as RfcRecord,
  }
}

function whereOf(readable: Readable, filter: BoardFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [readable.repositories]
  const conditions = [
    readable.isPublicToo
      ? '(repository_id = any($1::bigint[]) or not is_private)'
      : 'repository_id = any($1::bigint[])',
    'hidden_at is null',
  ]
  const add = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined || value === '') return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  add((place) => `state = any(${place}::text[])`, filter.states?.length ? filter.states : undefined)
  add((place) => `lower(owner) = lower(${place})`, filter.owner)
  add((place) => `lower(repo) = lower(${place})`, filter.repo)
  add((place) => `logins @> array[lower(${place})]`, filter.person)
  add((place) => `teams @> array[lower(${place})]`, filter.team)
  add((place) => `search @@ websearch_to_tsquery('simple', ${place})`, filter.text)
  add((place) => `waits_for @> array[${place}::bigint]`, filter.waitsFor)
  add((place) => `stale @> array[${place}::bigint]`, filter.staleFor)
  add((place) => `answered @> array[${place}::bigint]`, filter.answeredFor)
  add((place) => `committed @> array[${place}::bigint]`, filter.committedBy)
  add((place) => `author_id = ${place}::bigint`, filter.author)
  if (filter.isUnanswered) conditions.push('unanswered > 0')
  return { where: conditions.join(' and '), values }
}
