import type { PullRequestFacts } from './domain/snapshot.ts'
import type { Memory } from './memory.ts'

/** GitHub's answer does not show yet what its webhook told (V6): to be tried again. */
export class NotShownYet extends Error {
  override readonly name = 'NotShownYet'
}

/** Replicas are given this many tries before a remark is asked for by its id, and same-second events are let pass. */
export const PATIENT_TRIES = 3

/** Whether what was judged before was newer: then another of GitHub's replicas answered (V6). */
export function isBehind(facts: PullRequestFacts, remembered: Memory | null, attempt: number): boolean {
  return remembered !== null && facts.pullRequest.updatedAt < remembered.updatedAt && attempt <= PATIENT_TRIES
}
