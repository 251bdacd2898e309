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
 * that lacks the run we wrote on this very head: by it a statement would be refused for coming before the text (F1).
 */
export function isBehind(
  { pullRequest, runs }: PullRequestFacts,
  remembered: Memory | null,
  attempt: number,
): boolean {
  if (remembered === null || attempt > PATIENT_TRIES) return false
  const { head, state, updatedAt } = pullRequest
  const lacksRun = remembered.written?.commit === head && !runs.some(({ commit }) => commit === head)
  return updatedAt < remembered.updatedAt || (state === 'open' && lacksRun)
}
