import type { Logger } from 'pino'
import type { TakenEvaluation } from '../facts/evaluation.ts'
import { readFailure } from '../facts/failure.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { EvaluationJob, OpenTrigger, Trigger } from '../facts/trigger.ts'
import type { AtEnd, EndedEvaluation } from '../report/ended-evaluation.ts'
import { couldTakeAway } from '../rules/could-take-away.ts'
import { evaluationContext } from './evaluation-context.ts'
import { LONGEST_WORK_SECONDS } from './limits.ts'
import type { QueueStore } from './queue-store.ts'
import { withinSeconds } from './within-seconds.ts'

/** An evaluation to run: of what, and all triggers that asked for it. */
export interface EvaluationRequest {
  readonly reference: Reference
  readonly triggers: readonly Trigger[]
  /** The deliveries that brought the triggers, each once. */
  readonly deliveries: readonly string[]
  /** From 1; counts the failed attempts since the last success. */
  readonly attempt: number
  /** Whether this is the last attempt: if it fails, the triggers are closed unanswered. */
  readonly last: boolean
  /** The fencing token of the lease. */
  readonly fence: number
  /** Asks the database where this evaluation stands. */
  readonly standing: () => Promise<Standing>
  /** Takes what is to be stored when the evaluation ends. */
  readonly atEnd: AtEnd
}

/**
 * - `lost`: another process has the lease, because this one slept or was cut off; nothing read before may be written
 * - `overtaken`: a trigger that could take a success away arrived since the start (V6)
 */
export type Standing = 'lost' | 'overtaken' | 'newest'

/** Called for evaluations with open triggers, and for keys without any. */
export interface Watching {
  readonly notice: (references: readonly Reference[]) => void
  readonly settle: (keys: readonly string[]) => void
}

/**
 * Returns the references whose success a job may take away, and the merge groups that a queue waits for (V8),
 * each once. The others are watched from the start of their evaluation on: reconciliation may have enqueued
 * thousands.
 */
export function watchedFor(jobs: readonly EvaluationJob[]): readonly Reference[] {
  const references = jobs.flatMap(({ reference, trigger }) =>
    trigger.kind === 'group' || couldTakeAway(trigger) ? [reference] : [],
  )
  return [...new Map(references.map((reference) => [evaluationKey(reference), reference])).values()]
}

/** Thrown when the lease was lost: the new holder does the rest. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

export interface EvaluationWork {
  readonly store: QueueStore
  readonly log: Logger
  readonly work: (visit: EvaluationRequest) => Promise<void>
  readonly backoffSeconds: (attempt: number) => number
  readonly maxTries: number
  readonly gaveUp: (what: 'visit') => void
  /** Whether a delayed evaluation comes before the other delayed ones. */
  readonly isUrgent: (reference: Reference) => Promise<boolean>
}

/** Returns what an evaluation is asked to do. */
function requestOf(
  { key, fence, tries, wanted, triggers }: TakenEvaluation,
  { store, maxTries }: Pick<EvaluationWork, 'store' | 'maxTries'>,
): EvaluationRequest {
  const attempt = tries + 1
  return {
    reference: newestReference(triggers),
    triggers: triggers.map(({ trigger }) => trigger),
    deliveries: deliveriesOf(triggers),
    attempt,
    last: attempt >= maxTries,
    fence,
    standing: async () => {
      const now = await store.wantedBy(key, fence)
      if (now === null) return 'lost'
      if (now === wanted) return 'newest'
      const known = new Set(triggers.map(({ id }) => id))
      const isNew = ({ id, trigger }: OpenTrigger) => !known.has(id) && couldTakeAway(trigger)
      return (await store.openTriggers([key])).some(isNew) ? 'overtaken' : 'newest'
    },
    atEnd: {},
  }
}

/** The newest trigger has the repository's current name. */
export function newestReference(triggers: readonly OpenTrigger[]): Reference {
  return triggers.at(-1)!.reference
}

/** Runs an evaluation and returns how it ended. */
export async function attemptEvaluation(
  taken: TakenEvaluation,
  options: EvaluationWork,
): Promise<EndedEvaluation> {
  const { work, log, backoffSeconds, gaveUp, isUrgent } = options
  const { key } = taken
  const request = requestOf(taken, options)
  const { atEnd } = request
  try {
    await withinSeconds(LONGEST_WORK_SECONDS, 'an evaluation', work(request))
    return { taken, atEnd, kind: 'visited' }
  } catch (thrown) {
    if (thrown instanceof LeaseLost) {
      log.warn({ visit: key }, 'lease lost or a newer event arrived; the evaluation runs again')
      return { taken, atEnd, kind: 'superseded' }
    }
    const { error, retryAfterSeconds, isAnswered, isBackground } = readFailure(thrown)
    const context = { err: thrown, ...evaluationContext(request), key, attempt: request.attempt }
    if (request.last && retryAfterSeconds === null) {
      gaveUp('visit')
      log.error(context, 'evaluation failed, max attempts exceeded; the next event starts over')
      return { taken, atEnd, kind: 'given up', error }
    }
    const seconds = retryAfterSeconds ?? backoffSeconds(request.attempt)
    const tries = request.attempt - (retryAfterSeconds === null ? 0 : 1)
    const postponed = { taken, atEnd, kind: 'postponed', error, tries, seconds, isAnswered } as const
    if (isBackground) {
      log.debug({ visit: key, seconds }, 'background work waits for quota')
      return { ...postponed, place: 'behind' }
    }
    log.warn({ ...context, seconds }, 'evaluation failed; retrying')
    const place = (await isUrgent(request.reference).catch(() => false)) ? 'first' : 'in line'
    return { ...postponed, place }
  }
}

function deliveriesOf(triggers: readonly OpenTrigger[]): readonly string[] {
  return [...new Set(triggers.flatMap(({ deliveryId }) => deliveryId ?? []))]
}
