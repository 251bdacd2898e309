import type { NewDelivery, OpenDelivery } from '../facts/delivery.ts'
import type { EvaluationJob, OpenTrigger } from '../facts/trigger.ts'

/** Runs statements: the database or a transaction. */
export interface Queryable {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface Transactions {
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
}

interface Postponed {
  readonly error: string
  readonly tries: number
  readonly seconds: number
}

/**
 * The tables of the queue; the store implements and documents each function. The rows are the truth and
 * pg-boss's jobs only wake-ups: every job can be recreated from the rows.
 */
export interface Rows {
  readonly inbox: {
    keep(tx: Queryable, deliveries: readonly NewDelivery[]): Promise<string[]>
    readOpen(tx: Queryable, ids: readonly string[]): Promise<OpenDelivery[]>
    close(tx: Queryable, done: readonly { id: string; outcome: string }[]): Promise<void>
    postpone(tx: Queryable, failed: Postponed & { id: string }): Promise<void>
    bury(tx: Queryable, failed: { id: string; error: string }): Promise<void>
    waiting(tx: Queryable): Promise<{ key: string; seconds: number }[]>
    forgetOld(tx: Queryable): Promise<void>
  }
  readonly triggers: {
    add(
      tx: Queryable,
      jobs: readonly { evaluationJob: EvaluationJob; deliveryId: string | null }[],
    ): Promise<void>
    readOpen(tx: Queryable, keys: readonly string[]): Promise<OpenTrigger[]>
    close(tx: Queryable, ids: readonly string[]): Promise<void>
  }
  readonly evaluations: {
    makeAndLock(tx: Queryable, keys: readonly string[]): Promise<void>
    lock(tx: Queryable, keys: readonly string[]): Promise<{ key: string; tries: number; fence: number }[]>
    take(tx: Queryable, keys: readonly string[]): Promise<void>
    holdsLease(tx: Queryable, key: string, fence: number): Promise<boolean>
    succeed(tx: Queryable, keys: readonly string[]): Promise<void>
    postpone(tx: Queryable, failed: Postponed & { key: string }): Promise<void>
    giveUp(tx: Queryable, failed: { key: string; error: string }): Promise<void>
    waiting(tx: Queryable): Promise<{ key: string; seconds: number }[]>
  }
}
