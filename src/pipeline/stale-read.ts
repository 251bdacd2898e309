import type { Post, PullRequestFacts } from '../facts/snapshot.ts'
import type { Trigger } from '../facts/trigger.ts'
import type { Memory } from './memory.ts'

/** Thrown when GitHub's answer does not show yet what its webhook announced (V6). Retried. */
export class StaleRead extends Error {
  override readonly name = 'NotShownYet'
}

/** After so many attempts a post is read by its id, and events of the same second are no longer waited for. */
export const PATIENT_TRIES = 3

/**
 * Whether the facts are older than what was evaluated before, because a lagging replica answered (V6). Facts
 * without the run we wrote on a shown commit are stale, too: were it the head, commands would be rejected for
 * coming before the text (F1); were it an earlier one, a success there would be missed (V7). So are facts
 * that lack evaluated posts without saying that they were deleted: an objection may be among them (P5).
 */
export function isBehind(
  facts: PullRequestFacts,
  remembered: Memory | null,
  attempt: number,
  triggers: readonly Trigger[] = [],
): boolean {
  if (remembered === null || attempt > PATIENT_TRIES) return false
  const { head, state, updatedAt } = facts.pullRequest
  if (updatedAt < remembered.updatedAt) return true
  const lines = facts.forcePushes.flatMap(({ lineage }) => lineage)
  const written = [head, ...facts.commits, ...lines].find((commit) => commit === remembered.written?.commit)
  const lacksRun = written !== undefined && !facts.runs.some(({ commit }) => commit === written)
  return (state === 'open' && lacksRun) || lacksPosts(facts, remembered, triggers)
}

/** Whether posts that were evaluated are missing or an edit is undone; announced deletions explain missing ones. */
function lacksPosts(
  { posts, deletions, brief }: PullRequestFacts,
  { outline, updatedAt }: Memory,
  triggers: readonly Trigger[],
): boolean {
  // A small read has no posts, and an evaluation of one counted none.
  if (!outline || outline.isBrief || brief) return false
  const told = triggers.flatMap((trigger) =>
    trigger.kind === 'remark' && trigger.state === 'absent' ? [trigger.id] : [],
  )
  // Only the webhook announces that authors deleted their own comments; the timeline has the other deletions.
  const gone = new Set(told).size + deletions.filter(({ at }) => at >= updatedAt).length
  const on = (place: Post['on']) => posts.filter((post) => post.on === place)
  const [comments, reviews] = [on('comment'), on('review')]
  const changedLast = comments.find(({ id }) => id === outline.comments.changedId)
  const firstKnown = outline.reviews.count - outline.reviews.changedAt.length
  return (
    comments.length + gone < outline.comments.count ||
    reviews.length < outline.reviews.count ||
    on('line').length + gone < outline.lines ||
    // A list is of one moment, so it shows the last change that was seen or a newer one.
    (changedLast?.updatedAt ?? '~') < (outline.comments.changedAt ?? '') ||
    outline.reviews.changedAt.some((at, index) => (reviews[firstKnown + index]?.updatedAt ?? '') < at)
  )
}
