import type { EvaluationJob } from './trigger.ts'

/** A webhook delivery as it was received, with a verified signature. */
export interface NewDelivery {
  /** The value of `X-GitHub-Delivery`. */
  readonly id: string
  /** The value of `X-GitHub-Event`. */
  readonly event: string
  /** A JSON object. It has no unescaped NUL character, which PostgreSQL could not store. */
  readonly body: string
  /** The body as it was parsed when it was received; absent when it comes from the database. */
  readonly payload?: Readonly<Record<string, unknown>>
}

/** A stored delivery that this process works on. */
export interface OpenDelivery extends NewDelivery {
  readonly receivedAt: Date
  /** The number of failed attempts. */
  readonly tries: number
}

/** How an attempt to process a delivery ended, and the evaluations it asks for. */
export type SettledDelivery = {
  readonly id: string
  readonly evaluationJobs: readonly EvaluationJob[]
} & (
  | { readonly kind: 'done'; readonly outcome: string }
  | { readonly kind: 'postponed'; readonly error: string; readonly tries: number; readonly seconds: number }
  | { readonly kind: 'dead'; readonly error: string }
)
