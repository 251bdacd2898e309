import { LRUCache } from 'lru-cache'
import { evaluationKey } from '../facts/reference.ts'
import type { EvaluationJob } from '../facts/trigger.ts'
import { isChat } from '../rules/takes-away.ts'

/** So many posts that say nothing to the App are looked at with each pull request at once, and one more every so often. */
const AT_ONCE = 5
const EVERY_SECONDS = 600
const MOST_PULL_REQUESTS = 10_000

interface Bucket {
  tokens: number
  at: number
}

/**
 * Lets few posts that say nothing to the App ask for an evaluation of their pull request.
 * Such a post changes no verdict, so it is reconciliation that sees the others: who talks much uses up nobody's quota
 * (TH-132). `now` gives seconds that only grow.
 */
export function createChatPace(now: () => number = () => performance.now() / 1000): {
  readonly mayAsk: (pullRequest: string) => boolean
  /** Those of doorbells that ask for an evaluation. */
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
