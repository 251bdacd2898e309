import { evaluationKey } from '../facts/reference.ts'
import { InstallationGone, RateLimited } from '../github/faults.ts'
import { LeaseLost } from '../queue/work-evaluations.ts'
import { evaluateMergeGroup } from './evaluate-merge-group.ts'
import { evaluatePullRequest, CommentsPending } from './evaluate-pull-request.ts'
import type { UnleasedPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { leasedPorts, OlderRules } from './leased-ports.ts'
import type { ReadingHealth } from './reading-health.ts'
import { reportFailure } from './report-unreadable.ts'
import { StaleRead } from './stale-read.ts'

/** Thrown when the evaluation failed and the check could not be written to say so. Retried until it can. */
class FailureNotReported extends Error {
  override readonly name = 'FailureNotReported'
  readonly retryAfterSeconds = 120

  constructor(cause: unknown) {
    super('the evaluation failed and the check could not be written', { cause })
  }
}

/**
 * Thrown when a pull request or merge group could not be read, or its check not be written. Retried without
 * limit, because its events are unanswered; meanwhile the check says so (`watch.ts`).
 */
class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated'
  readonly retryAfterSeconds: number

  constructor(cause: unknown, retryAfterSeconds: number) {
    super('could not evaluate', { cause })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Counts failures and returns the delay after so many in a row. */
export interface Retrying {
  readonly health: ReadingHealth
  readonly backoffSeconds: (attempt: number) => number
}

/**
 * Returns the function that evaluates pull requests and merge groups. It throws a retryable error; the last
 * attempt is reported on the check.
 */
export function createEvaluation(
  parts: UnleasedPorts,
  retrying: Retrying,
): (request: EvaluationRequest) => Promise<void> {
  const { health } = retrying
  return async (request) => {
    const { reference } = request
    const key = evaluationKey(reference)
    const leased = leasedPorts(parts, request)
    try {
      await (reference.kind === 'merge-group'
        ? evaluateMergeGroup(leased, request, reference)
        : evaluatePullRequest(leased, request, reference))
      health.done(key)
    } catch (cause) {
      if (cause instanceof CommentsPending) {
        health.done(key)
        throw cause
      }
      // GitHub may not know a new installation everywhere yet.
      if (cause instanceof InstallationGone && request.last) {
        parts.log.info({ answer: cause.message }, 'the App is no longer installed; nothing to do')
        health.done(key)
        return
      }
      if (cause instanceof LeaseLost || cause instanceof OlderRules) throw cause
      const failures = health.failed(key)
      // A rate limit is not a failed attempt.
      if (cause instanceof RateLimited) throw cause
      const isPatient = cause instanceof StaleRead || cause instanceof InstallationGone
      if (!isPatient) throw new NotEvaluated(cause, retrying.backoffSeconds(failures))
      if (!request.last) throw cause
      if ((await request.standing()) === 'lost') throw new LeaseLost('lease lost', { cause })
      if (!(await reportFailure(leased, request, reference, cause))) throw new FailureNotReported(cause)
      health.done(key)
      throw cause
    }
  }
}
