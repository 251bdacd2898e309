import { LRUCache } from 'lru-cache'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { Trigger } from '../facts/trigger.ts'
import { LeftForPeople, RateLimited } from '../github/faults.ts'
import type { EvaluationRequest } from '../queue/work-evaluations.ts'
import type { Memory } from './memory.ts'

/** What is asked before an evaluation begins. */
export interface Sparing {
  /** Throws where background work must leave an installation's quotas alone for a while. */
  readonly mustHaveSpare: (installationId: number) => void
  readonly recall: (key: string) => Promise<Memory | null>
  /** While a quota runs low, what comes within so many seconds on one pull request shares an evaluation. */
  readonly togetherSeconds: number
  /** Seconds that only grow. */
  readonly now?: () => number
}

/**
 * Spares an installation's quotas while they run low (TH-132): an evaluation that only background work asked for waits, and
 * one that was made just now is not made again at once, whoever asks, so that nobody can use up the rest on one pull
 * request. An RFC that passes never waits: what it is evaluated for may take its success away (V6). Merge queues wait for
 * their groups, so these do not wait either (V8).
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
    if ((isBackground || seconds > 0) && !(await isPassingRfc(recall, reference))) {
      try {
        mustHaveSpare(reference.installationId)
      } catch (error) {
        if (isBackground || !(error instanceof LeftForPeople)) throw error
        throw new RateLimited(
          "GitHub's quota runs low; evaluated with what else comes",
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
