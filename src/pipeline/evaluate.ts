import { evaluationKey } from '../facts/reference.ts'
import { InstallationGone, RateLimited } from '../github/faults.ts'
import { LeaseLost } from '../queue/work-evaluations.ts'
import { evaluateMergeGroup } from './evaluate-merge-group.ts'
import { evaluatePullRequest, ProseLeft } from './evaluate-pull-request.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import { leasedPorts, OlderRules } from './leased-ports.ts'
import type { ReadingHealth } from './reading-health.ts'
import { sayThatItFailed } from './report-unreadable.ts'
import { StaleRead } from './stale-read.ts'

/** The check could not be told that a visit failed: no event is lost for that, the visit is made again until it can. */
class NotSaidYet extends Error {
  override readonly name = 'NotSaidYet'
  readonly retryAfterSeconds = 120

  constructor(cause: unknown) {
    super('the visit failed, and the check could not say so', { cause })
  }
}

/**
 * A pull request or merge group could not be read or its check not be written. It is retried without an end, for its
 * events are not judged yet; meanwhile the check says so (`watch.ts`).
 */
class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated'
  readonly retryAfterSeconds: number

  constructor(cause: unknown, retryAfterSeconds: number) {
    super('could not evaluate', { cause })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** How failures are counted, and how long to wait after so many in a row. */
export interface Retrying {
  readonly health: ReadingHealth
  readonly backoffSeconds: (attempt: number) => number
}

/** Makes visits of pull requests and of merge groups. Each throws to be tried again; the last try says so on the check. */
export function createEvaluation(
  parts: EvaluationPorts,
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
      if (cause instanceof ProseLeft) {
        health.done(key)
        throw cause
      }
      // A fresh installation may not be known everywhere yet; one that is gone stays gone.
      if (cause instanceof InstallationGone && request.last) {
        parts.log.info({ answer: cause.message }, 'the App is not installed here any more; nothing to do')
        health.done(key)
        return
      }
      if (cause instanceof LeaseLost || cause instanceof OlderRules) throw cause
      const failures = health.failed(key)
      // Being told to wait is no failure, and uses up no try.
      if (cause instanceof RateLimited) throw cause
      const isPatient = cause instanceof StaleRead || cause instanceof InstallationGone
      if (!isPatient) throw new NotEvaluated(cause, retrying.backoffSeconds(failures))
      if (!request.last) throw cause
      if (!(await request.holdsLease())) throw new LeaseLost('the visit is no longer ours', { cause })
      if (!(await sayThatItFailed(leased, request, reference, cause))) throw new NotSaidYet(cause)
      health.done(key)
      throw cause
    }
  }
}
