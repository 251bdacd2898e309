import { postKey } from './keys.ts'
import type { PullRequestFacts } from './snapshot.ts'
import type { Trigger } from './trigger.ts'

/**
 * Returns the facts with the deletions of line comments that are known only from a webhook. Their time is not in the
 * payload: the time of GitHub's response is used, since nothing before it is surely later than the deletion (C0).
 */
export function withToldDeletions(facts: PullRequestFacts, triggers: readonly Trigger[]): PullRequestFacts {
  const told = triggers.flatMap((trigger) =>
    trigger.kind === 'remark' && trigger.deletion
      ? [{ at: facts.at, ...trigger.deletion, isTold: true as const, post: postKey(trigger) }]
      : [],
  )
  return told.length === 0 ? facts : { ...facts, deletions: [...facts.deletions, ...told] }
}
