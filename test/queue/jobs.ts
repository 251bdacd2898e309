import type { PullRequestReference } from '../../src/facts/reference.ts'
import type { EvaluationJob } from '../../src/facts/trigger.ts'

function pullRequest(number: number): PullRequestReference {
  return { kind: 'pull-request', installationId: 1, repositoryId: 7, owner: 'acme', repo: 'rfcs', number }
}

/** Returns a job that expects nothing to be visible. */
export function look(number: number, why = 'somebody asked'): EvaluationJob {
  return { reference: pullRequest(number), trigger: { kind: 'look', why } }
}

/** Returns the job of a merge group that asks for its check. */
export function group(headSha: string): EvaluationJob {
  const { number: _, ...place } = pullRequest(0)
  return {
    reference: { ...place, kind: 'merge-group', headSha, baseRef: 'refs/heads/main' },
    trigger: { kind: 'group', ref: null },
  }
}
