import type { EvaluationJob } from './trigger.ts'

/** What the queue does about an error: how long to wait, and whether the attempt counts. */
export interface Failure {
  /** The message with those of its causes. */
  readonly error: string
  /** Set by an error that knows when to come back (a rate limit); it then uses up no try. */
  readonly retryAfterSeconds: number | null
  /** Set by an error after which the triggers need no answer any more; only something of less weight is left to do. */
  readonly isAnswered: boolean
  /** Set by an error that knows some of the evaluations that are due all the same. */
  readonly evaluationJobs: readonly EvaluationJob[]
  /** Set by an error that lets background work wait: no failure, and others that wait come first. */
  readonly isBackground: boolean
  /** Set by an error of a GitHub that does not answer, which may last for hours. */
  readonly isOutage: boolean
}

/** Returns what the queue must know of an error that a job threw. */
export function readFailure(thrown: unknown): Failure {
  const told: { [Name in keyof Failure]?: unknown } =
    typeof thrown === 'object' && thrown !== null ? thrown : {}
  const after = told.retryAfterSeconds
  return {
    error: describe(thrown),
    isAnswered: told.isAnswered === true,
    isBackground: told.isBackground === true,
    isOutage: told.isOutage === true,
    evaluationJobs: Array.isArray(told.evaluationJobs) ? told.evaluationJobs : [],
    retryAfterSeconds: typeof after === 'number' && Number.isFinite(after) ? Math.max(0, after) : null,
  }
}

/** Returns how many seconds to wait after an attempt, counted from 1: 1, 2, 4, … up to two minutes. */
export function defaultBackoffSeconds(attempt: number): number {
  return Math.min(attempt > 8 ? 120 : 60, 2 ** (attempt - 1))
}

// A cause may lead back to its error.
const DEEPEST_CAUSE = 8

function describe(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const parts = [thrown.message || thrown.name]
  if (depth < DEEPEST_CAUSE) {
    if (thrown instanceof AggregateError) {
      parts.push(...thrown.errors.slice(0, 5).map((inner) => describe(inner, depth + 1)))
    }
    if (thrown.cause !== undefined) parts.push(describe(thrown.cause, depth + 1))
  }
  return parts.join(': ')
}
