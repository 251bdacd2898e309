import { LRUCache } from 'lru-cache'
import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { isChat } from '../rules/takes-away.ts'

/** Per pull request, so many posts without commands are evaluated at once, and one more per `EVERY_SECONDS`. */
const AT_ONCE = 5
const EVERY_SECONDS = 600
const MOST_PULL_REQUESTS = 10_000

interface Bucket {
  tokens: number
  at: number
}

/**
 * Limits evaluations that are caused by posts without commands. Such a post changes no verdict, so
 * reconciliation sees the others; frequent posts cannot use up the quota (TH-132). `now` returns monotonic
 * seconds.
 */
export function createChatPace(now: () => number = () => performance.now() / 1000): {
  readonly mayAsk: (pullRequest: string) => boolean
  /** Returns the jobs that are evaluated now. */
  readonly asking: (evaluationJobs: readonly EvaluationJob[]) => readonly EvaluationJob[]
} {
  const buckets = new LRUCache<string, Bucket>({ max: MOST_PULL_REQUESTS })
  const mayAsk = (pullRequest: string) => {
    const known = buckets.get(pullRequest) ?? { tokens: AT_ONCE, at: now() }
    const tokens = Math.min(AT_ONCE, known.tokens + (now() - known.at) / EVERY_SECONDS)
    const may = tokens >= 1
    buckets.set(pullRequest, { tokens: may ? tokens - 1 : tokens, at: now() })
    return may
  }
  return {
    mayAsk,
    asking: (evaluationJobs) =>
      evaluationJobs.filter(({ reference, trigger }) => !isChat(trigger) || mayAsk(evaluationKey(reference))),
  }
}
