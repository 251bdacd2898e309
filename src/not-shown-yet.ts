import type { PullRequestFacts } from './domain/snapshot.ts'
import type { Memory } from './memory.ts'

/** GitHub's answer does not show yet what its webhook told (V6): to be tried again. */
export class NotShownYet extends Error {
  override readonly name = 'NotShownYet'
}

/** Replicas are given this many tries before a remark is asked for by its id, and same-second events are let pass. */
export const PATIENT_TRIES = 3

/**
 * Whether what was judged before was newer: then another of GitHub's replicas answered (V6). Nor is an answer believed
 * that shows a commit without the run we wrote on it: were it the head, a statement would be refused for coming before the
 * text (F1); were it an earlier one, a green there would be passed over (V7).
 */
export function isBehind(
  { pullRequest, runs, commits, forcePushes }: PullRequestFacts,
  remembered: Memory | null,
  attempt: number,
): boolean {
  if (remembered === null || attempt > PATIENT_TRIES) return false
  const { head, state, updatedAt } = pullRequest
  const shown = [head, ...commits, ...forcePushes.flatMap(({ lineage }) => lineage)]
  const written = shown.find((commit) => commit === remembered.written?.commit)
  const lacksRun = written !== undefined && !runs.some(({ commit }) => commit === written)
  return updatedAt < remembered.updatedAt || (state === 'open' && lacksRun)
}
