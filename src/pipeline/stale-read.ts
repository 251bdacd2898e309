import type { Post, PullRequestFacts } from '../facts/snapshot.ts'
import type { Trigger } from '../facts/trigger.ts'
import type { Memory } from './memory.ts'

/** GitHub's answer does not show yet what its webhook told (V6): to be tried again. */
export class StaleRead extends Error {
  override readonly name = 'NotShownYet'
}

/** Replicas are given this many tries before a remark is asked for by its id, and same-second events are let pass. */
export const PATIENT_TRIES = 3

/**
 * Whether what was judged before was newer: then another of GitHub's replicas answered (V6). Nor is an answer believed
 * that shows a commit without the run we wrote on it: were it the head, a statement would be refused for coming before the
 * text (F1); were it an earlier one, a green there would be passed over (V7). Nor one that lacks remarks that were judged,
 * and does not say that they were deleted: an objection may be among them (P5).
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

/** Fewer remarks than were judged, or an edit undone; a deletion that was told of explains what is fewer. */
function lacksPosts(
  { posts, deletions, brief }: PullRequestFacts,
  { outline, updatedAt }: Memory,
  triggers: readonly Trigger[],
): boolean {
  // A brief read shows none, and a brief evaluation counted none.
  if (!outline || outline.isBrief || brief) return false
  const told = triggers.flatMap((trigger) =>
    trigger.kind === 'remark' && trigger.state === 'absent' ? [trigger.id] : [],
  )
  // Who deletes a comment of their own is told of by the webhook alone; the timeline knows of the others.
  const gone = new Set(told).size + deletions.filter(({ at }) => at >= updatedAt).length
  const on = (place: Post['on']) => posts.filter((post) => post.on === place)
  const [comments, reviews] = [on('comment'), on('review')]
  const changedLast = comments.find(({ id }) => id === outline.comments.changedId)
  const firstKnown = outline.reviews.count - outline.reviews.changedAt.length
  return (
    comments.length + gone < outline.comments.count ||
    reviews.length < outline.reviews.count ||
    on('line').length + gone < outline.lines ||
    // A list is of one moment: it shows what was changed last as it was, or it shows every change.
    (changedLast?.updatedAt ?? '~') < (outline.comments.changedAt ?? '') ||
    outline.reviews.changedAt.some((at, index) => (reviews[firstKnown + index]?.updatedAt ?? '') < at)
  )
}
