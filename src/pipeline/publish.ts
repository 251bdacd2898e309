import type { Write } from '../facts/check-run.ts'
import { type PassingRun, passingAfter } from '../facts/passing-runs.ts'
import { evaluationKey, type Reference } from '../facts/reference.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'
import type { Memory } from './memory.ts'

/** What writing came to. */
export interface Performed {
  /** Logins that GitHub would not ask for a review. */
  readonly refused: readonly string[]
  /** Every run that passes now. */
  readonly passing: readonly PassingRun[]
  /** The id of the run that stands on a commit, where it was written. */
  readonly ids: ReadonlyMap<string, number>
  /** Comments of the App whose hiding was tried, those of before included (C4). */
  readonly hidden: readonly string[]
  /** Why some of the prose could not be written yet. */
  readonly later: unknown
}

/**
 * Writes in order; the check comes first, and prose that fails never holds a verdict up. A success is remembered before
 * it is written: should its answer be lost, it can still be taken away (V7).
 */
export async function perform(
  { github, memory, log }: Pick<EvaluationPorts, 'github' | 'memory' | 'log'>,
  reference: Reference,
  writes: readonly Write[],
  known: { readonly remembered: Memory | null; readonly passing: readonly PassingRun[] },
): Promise<Performed> {
  let { passing } = known
  const hidden = new Set(known.remembered?.hidden)
  const refused: string[] = []
  const ids = new Map<string, number>()
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
        log.warn({ write: write.kind, status: outcome.status, answer: outcome.message }, 'GitHub refused')
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
