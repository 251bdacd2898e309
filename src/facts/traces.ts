import { readExternalId, type Trace } from './external-id.ts'
import type { PullRequestFacts, Run } from './snapshot.ts'

/** A run of a pull request that tells of its ledger (L3). */
export interface TracedRun extends Run {
  readonly trace: Trace
}

type RunFacts = Pick<PullRequestFacts, 'runs'> & {
  readonly pullRequest: Pick<PullRequestFacts['pullRequest'], 'number'>
}

/** Returns the runs of this pull request that tell of a ledger or that there was none, the longest and newest first. */
export function tracedRuns({ runs, pullRequest }: RunFacts): readonly TracedRun[] {
  return runs
    .flatMap((run): readonly TracedRun[] => {
      const id = readExternalId(run.externalId)
      // A run for another pull request on the same commit tells of that one's ledger.
      return id?.number === pullRequest.number && id.trace ? [{ ...run, trace: id.trace }] : []
    })
    .sort((a, b) => b.trace.length - a.trace.length || b.id - a.id)
}

/** Returns the trace of the longest ledger; null where only versions before the ledger wrote, or nobody. */
export function longestTrace(facts: RunFacts): Trace | null {
  return tracedRuns(facts)[0]?.trace ?? null
}
