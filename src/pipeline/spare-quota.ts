import { LRUCache } from 'lru-cache'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { Trigger } from '../facts/trigger.ts'
import { LeftForPeople, RateLimited } from '../github/faults.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Memory } from './memory.ts'

/** What `sparing` needs to decide. */
export interface Sparing {
  /** Throws when background work must not use the installation's quotas for a while. */
  readonly mustHaveSpare: (installationId: number) => void
  readonly recall: (key: string) => Promise<Memory | null>
  /** While a quota runs low, events on one pull request within so many seconds share an evaluation. */
  readonly togetherSeconds: number
  /** Returns monotonic seconds. */
  readonly now?: () => number
}

/**
 * Wraps `evaluate` to save an installation's quotas while they run low (TH-132): an evaluation that only
 * background work asked for waits, and a pull request that was just evaluated is not evaluated again at once,
 * so that one pull request cannot use up the rest. A passing RFC never waits: an event may take its success
 * away (V6). Merge groups do not wait either: their queue waits for them (V8).
 */
export function sparing(
  { mustHaveSpare, recall, togetherSeconds, now = () => performance.now() / 1000 }: Sparing,
  evaluate: (request: EvaluationRequest) => Promise<void>,
): (request: EvaluationRequest) => Promise<void> {
  const madeAt = new LRUCache<string, number>({ max: MOST_PULL_REQUESTS })
  return async (request) => {
    const { reference, triggers } = request
    if (reference.kind === 'merge-group') return evaluate(request)
    const key = evaluationKey(reference)
    const isBackground = triggers.every(isOfBulk)
    const seconds = (madeAt.get(key) ?? Number.NEGATIVE_INFINITY) + togetherSeconds - now()
    if (isBackground || seconds > 0) {
      try {
        mustHaveSpare(reference.installationId)
      } catch (error) {
        if (await isPassingRfc(recall, reference)) return await evaluate(request)
        if (isBackground || !(error instanceof LeftForPeople)) throw error
        throw new RateLimited(
          "GitHub's quota runs low; evaluated together with later events",
          null,
          Math.ceil(seconds),
        )
      }
    }
    await evaluate(request)
    madeAt.set(key, now())
  }
}

const MOST_PULL_REQUESTS = 10_000

function isOfBulk(trigger: Trigger): boolean {
  return (trigger.kind === 'look' || trigger.kind === 'membership') && trigger.isBulk === true
}

async function isPassingRfc(recall: Sparing['recall'], reference: Reference): Promise<boolean> {
  const memory = await recall(evaluationKey(reference))
  return memory?.written?.conclusion === 'success' && memory.basis?.isRfc !== false
}
