import type { NewDelivery, OpenDelivery } from '../facts/delivery.ts'
import type { EvaluationJob, OpenTrigger } from '../facts/trigger.ts'

/** Where one statement can be run; in the queue always a transaction or the database itself. */
export interface Queryable {
  query<StakeholderStatus = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<StakeholderStatus[]>
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
 * The tables the queue works on; the store implements them and says what each function promises.
 * The rows are what is true, pg-boss's jobs only wake us: every job can be made again from the rows.
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
      bells: readonly { evaluationJob: EvaluationJob; deliveryId: string | null }[],
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
