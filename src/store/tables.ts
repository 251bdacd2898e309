import type { ColumnType, Generated } from 'kysely'

declare const time: unique symbol

/**
 * A moment, in milliseconds since 1970. PostgreSQL stores `timestamptz` and SQLite an integer; both are read as this
 * number, and written only by expressions of the dialect (`dialect.ts`), so that neither gets the other's form.
 */
export type Time = number & { readonly [time]: true }

declare const list: unique symbol

/** A list of values: an array in PostgreSQL, JSON in SQLite. Read by `dialect.listOf`. */
export type List<Item> = { readonly [list]: Item }

/** 0 or 1 in SQLite. */
export type Flag = ColumnType<boolean | number, boolean, boolean>
type DefaultFlag = ColumnType<boolean | number, boolean | undefined, boolean>

/** A column that the database fills when it is left out. */
type Default<Type> = Generated<Type>

/** The tables of both databases. SQL types and indexes are in `migrations/`. */
export interface Tables {
  readonly inbox: {
    readonly delivery_id: string
    readonly event: string
    readonly body: string
    readonly received_at: Time
    readonly state: Default<'open' | 'done' | 'dead'>
    readonly tries: Default<number>
    readonly due_at: Time
    readonly settled_at: Time | null
    readonly outcome: string | null
    readonly error: string | null
    readonly held_by: string | null
    readonly held_until: Time | null
  }
  readonly visit: {
    readonly key: string
    readonly tries: Default<number>
    readonly due_at: Time
    readonly outcome: string | null
    readonly error: string | null
    readonly updated_at: Time
    readonly fence: Default<number>
    readonly place: Default<number>
    readonly wanted: Default<number>
    readonly installation_id: number | null
    readonly held_by: string | null
    readonly held_until: Time | null
  }
  readonly trigger: {
    readonly id: Generated<number>
    readonly visit_key: string
    readonly reference: string
    readonly trigger: string
    readonly delivery_id: string | null
    readonly created_at: Time
  }
  readonly memory: { readonly key: string; readonly value: string; readonly updated_at: Time }
  readonly ledger: {
    readonly key: string
    readonly length: number
    readonly revision: Default<number>
    readonly updated_at: Time
  }
  readonly ledger_entry: { readonly key: string; readonly identity: string; readonly entry: string }
  readonly round: {
    readonly name: string
    readonly holder: string | null
    readonly held_until: Time | null
    readonly begun_at: Time | null
    readonly done_at: Time | null
    readonly mark: string | null
  }
  readonly redelivery: {
    readonly guid: string
    readonly delivery_id: string
    readonly event: string
    readonly asked: Default<number>
    readonly due_at: Time
    readonly noted_at: Time
  }
  readonly sweep_wanted: {
    readonly part: string
    readonly wanted: Default<number>
    readonly tries: Default<number>
    readonly due_at: Time
  }
  readonly server: { readonly id: string; readonly rules: number; readonly seen_at: Time }
  readonly record: RecordTable
  readonly turn: {
    readonly id: Generated<number>
    readonly key: string
    readonly at: Time
    readonly kind: string
    readonly who: string
    readonly what: string
  }
  readonly session: {
    readonly id: string
    readonly user_id: number
    readonly login: string
    readonly token: string
    readonly csrf: string
    readonly ends_at: Time
  }
  readonly sign_in: {
    readonly id: string
    readonly verifier: string
    readonly next: string
    readonly ends_at: Time
  }
  readonly owner: {
    readonly is_only: DefaultFlag
    readonly app_id: number
    readonly api_host: string
    readonly since: Time
  }
  readonly answered: {
    readonly repository_id: number
    readonly person_id: number
    readonly kind: string
    readonly number: number
    readonly answered_at: Time
  }
  readonly schema_version: { readonly version: number; readonly applied_at: Time }
}

interface RecordTable {
  readonly key: string
  readonly repository_id: number
  readonly number: number
  readonly installation_id: number
  readonly owner: string
  readonly repo: string
  readonly is_private: Flag
  readonly state: string
  readonly title: string
  readonly author_id: number | null
  readonly opened_at: Time
  readonly state_since: Time
  readonly moved_at: Time
  readonly committed_at: Time | null
  readonly waits_for: List<number>
  readonly stale: List<number>
  readonly committed: List<number>
  readonly answered: List<number>
  readonly teams: List<string>
  readonly logins: List<string>
  readonly open_objections: number
  readonly unanswered: number
  readonly value: string
  readonly words: string
  readonly revision: Default<number>
  /** `2026-05-01`. */
  readonly decide_by: string | null
  readonly aligned_at: Time | null
  readonly first_committed_at: Time | null
  readonly has_dissent: DefaultFlag
  readonly left_behind: Default<number>
  readonly for_author: Default<number>
  readonly for_stakeholders: Default<number>
  readonly for_answers: Default<number>
  readonly heard: Default<List<number>>
  readonly hidden_at: Time | null
  readonly tightened_at: Time
  readonly kept_at: Time
}
