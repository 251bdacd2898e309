import { type RawBuilder, sql } from 'kysely'
import { type Fts5Search, type Search, toFts5, toTsQuery } from './search-text.ts'
import type { List, Time } from './tables.ts'

type Column = string

/** What PostgreSQL and SQLite say differently. Everything else is written once. */
export interface Dialect {
  readonly kind: 'sqlite' | 'postgres'
  /** The time of the database: of the server for PostgreSQL, of this process for SQLite. */
  readonly now: () => RawBuilder<Time>
  /** `now` and so many seconds; negative for the past. */
  readonly after: (seconds: number) => RawBuilder<Time>
  /** A time in ISO 8601, or in milliseconds since 1970. */
  readonly at: <Value extends string | number | null>(
    time: Value,
  ) => RawBuilder<Value extends null ? Time | null : Time>
  /** The seconds from a column's time to now; negative when it is ahead. */
  readonly secondsSince: (column: Column) => RawBuilder<number>
  /** Whether a column has one of the values. The text of the statement is the same for any number of them. */
  readonly isOneOf: (column: Column, values: readonly (string | number)[]) => RawBuilder<boolean>
  /** Whether a list contains a value. */
  readonly contains: (column: Column, value: string | number) => RawBuilder<boolean>
  /** Whether a column begins with a text. */
  readonly startsWith: (column: Column, prefix: string) => RawBuilder<boolean>
  /** The text of a column up to its first space. */
  readonly firstWord: (column: Column) => RawBuilder<string>
  /** Whether the words of a record match a search. */
  readonly matches: (search: Search) => RawBuilder<boolean>
  /** Objects as rows with one column `value`, sent as one JSON text. */
  readonly items: (objects: readonly object[]) => RawBuilder<{ readonly value: unknown }>
  /** A list to be stored. */
  readonly list: <Item extends string | number>(items: readonly Item[]) => RawBuilder<List<Item>>
  /** The items of a list that was read. */
  readonly listOf: <Item extends string | number>(stored: List<Item>) => readonly Item[]
}

/** https://www.postgresql.org/docs/current/functions-datetime.html */
export const postgres: Dialect = {
  kind: 'postgres',
  now: () => sql<Time>`now()`,
  after: (seconds) => sql<Time>`now() + ${seconds}::float8 * interval '1 second'`,
  at: (time) =>
    (typeof time === 'number'
      ? sql`to_timestamp(${time}::float8 / 1000)`
      : sql`${time}::timestamptz`) as never,
  secondsSince: (column) => sql<number>`extract(epoch from now() - ${sql.ref(column)})::float8`,
  isOneOf: (column, values) => sql<boolean>`${sql.ref(column)} = any(${values})`,
  contains: (column, value) => sql<boolean>`${sql.ref(column)} @> array[${value}]::${typeOf(value)}[]`,
  startsWith: (column, prefix) => sql<boolean>`starts_with(${sql.ref(column)}, ${prefix})`,
  firstWord: (column) => sql<string>`split_part(${sql.ref(column)}, ' ', 1)`,
  matches: (search) => sql<boolean>`search @@ to_tsquery('simple', ${toTsQuery(search)})`,
  items: (objects) => sql`json_array_elements(${JSON.stringify(objects)}::json)`,
  list: (items) => sql`${items}`,
  listOf: (stored) => stored as never,
}

const typeOf = (value: string | number) => (typeof value === 'string' ? sql`text` : sql`bigint`)

/** https://www.sqlite.org/json1.html#jeach */
export const sqlite: Dialect = {
  kind: 'sqlite',
  now: () => sql<Time>`${Date.now()}`,
  after: (seconds) => sql<Time>`${Date.now() + Math.round(seconds * 1000)}`,
  at: (time) => sql`${typeof time === 'string' ? Date.parse(time) : time}` as never,
  secondsSince: (column) => sql<number>`(${Date.now()} - ${sql.ref(column)}) / 1000.0`,
  isOneOf: (column, values) =>
    sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
  contains: (column, value) =>
    sql<boolean>`exists (select 1 from json_each(${sql.ref(column)}) as item where item.value = ${value})`,
  // As a range, which the index serves.
  startsWith: (column, prefix) =>
    sql<boolean>`(${sql.ref(column)} >= ${prefix} and ${sql.ref(column)} < ${`${prefix}\u{10ffff}`})`,
  firstWord: (column) =>
    sql<string>`substr(${sql.ref(column)}, 1, instr(${sql.ref(column)} || ' ', ' ') - 1)`,
  matches: (search) => sql<boolean>`(${sql.join(toFts5(search).map(isFound), sql` or `)})`,
  items: (objects) => sql`json_each(${JSON.stringify(objects)})`,
  list: (items) => sql`${JSON.stringify(items)}`,
  listOf: (stored) => JSON.parse(stored as never),
}

/** FTS5 has no negation by itself, only `NOT` between two terms. */
function isFound({ found, absent }: Fts5Search): RawBuilder<boolean> {
  const among = (text: string) =>
    sql`record.id in (select rowid from record_words where record_words match ${text})`
  const conditions = [...(found ? [among(found)] : []), ...(absent ? [sql`not ${among(absent)}`] : [])]
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}
