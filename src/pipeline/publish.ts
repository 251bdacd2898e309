import type { Write } from '../facts/check-run.ts'
import type { CommitSha, Login, NodeId, RunId } from '../facts/ids.ts'
import { type PassingRun, passingAfter } from '../facts/passing-runs.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'

/** The result of the writes. */
export interface Performed {
  /** Logins that GitHub refused to ask for a review. */
  readonly refused: readonly Login[]
  /** Every passing run after the writes. */
  readonly passing: readonly PassingRun[]
  /** The id of the run on a commit, where one was written. */
  readonly ids: ReadonlyMap<CommitSha, RunId>
  /** The App's comments that were minimised, or that GitHub refused to minimise, earlier ones included (C4). */
  readonly hidden: readonly NodeId[]
  /** The error of a comment or reaction that is still to be written. */
  readonly later: unknown
}

/**
 * Performs writes in order, the check first; a failing comment does not hold up a verdict. A success is
 * remembered before it is written, so that it can be taken away even if GitHub's answer is lost (V7).
 */
export async function perform(
  { github, memory, log }: Pick<EvaluationPorts, 'github' | 'memory' | 'log'>,
  reference: Reference,
  writes: readonly Write[],
  known: { readonly remembered: Memory | null; readonly passing: readonly PassingRun[] },
): Promise<Performed> {
  let { passing } = known
  const hidden = new Set(known.remembered?.hidden)
  const refused: Login[] = []
  const ids = new Map<CommitSha, RunId>()
  for (const write of writes) {
    const isCheck = write.kind === 'create run' || write.kind === 'update run'
    if (isCheck && write.run.conclusion === 'success' && known.remembered) {
      const id = write.kind === 'update run' ? write.id : null
      const expected = passingAfter(passing, write, id)
      await memory.remember(evaluationKey(reference), { ...known.remembered, passing: expected })
    }
    try {
      const outcome = await github.write(reference, write)
      if (write.kind === 'minimize') hidden.add(write.nodeId)
      if (write.kind === 'unminimize') hidden.delete(write.nodeId)
      if (outcome.kind === 'refused') {
        log.warn(
          { write: write.kind, status: outcome.status, answer: outcome.message },
          'GitHub rejected a write',
        )
        if (write.kind === 'ask for review') refused.push(...write.logins)
        continue
      }
      refused.push(...(outcome.refusedReviewers ?? []))
      passing = passingAfter(passing, write, outcome.run ?? null)
      if (isCheck && outcome.run !== undefined) ids.set(write.commit, outcome.run)
    } catch (error) {
      if (isCheck) throw error
      return { refused, passing, ids, hidden: [...hidden], later: error }
    }
  }
  return { refused, passing, ids, hidden: [...hidden], later: null }
}
