import { readExternalId } from './external-id.ts'
import type { Write } from './check-run.ts'
import type { CommitSha, PullRequestNumber, RunId } from './ids.ts'
import type { Run } from './snapshot.ts'

/** A check run of this App that passes, as far as is known: what must be changed to take the success away (V7). */
export interface PassingRun {
  /** Null where it is unknown: the response to its creation was lost. */
  readonly id: RunId | null
  readonly commit: CommitSha
  readonly name: string
  readonly externalId: string
}

/**
 * Returns the passing runs of one pull request, or of merge groups (number 0): those read now, and those remembered
 * that were not read.
 */
export function passingRuns(
  runs: readonly Run[],
  number: PullRequestNumber,
  remembered: readonly PassingRun[] = [],
): readonly PassingRun[] {
  const own = runs.filter((run) => readExternalId(run.externalId)?.number === number)
  const read = new Set(own.map(({ id }) => id))
  const commits = new Set(own.map(({ commit }) => commit))
  const passing = own
    .filter(({ conclusion }) => conclusion === 'success')
    .map(({ id, commit, name, externalId }) => ({ id, commit, name, externalId }))
  const unread = remembered.filter(({ id, commit }) => (id === null ? !commits.has(commit) : !read.has(id)))
  return [...passing, ...unread]
}

/** Returns the passing runs after a write. `id` is the id of the run that is current then, null where it is unknown. */
export function passingAfter(
  passing: readonly PassingRun[],
  write: Write,
  id: RunId | null,
): readonly PassingRun[] {
  if (write.kind !== 'create run' && write.kind !== 'update run') return passing
  const { run, commit } = write
  const replaced = write.kind === 'update run' ? [write.id, id] : [id]
  const others = passing.filter(
    (each) => !(each.id === null ? each.commit === commit : replaced.includes(each.id)),
  )
  if (run.conclusion !== 'success') return others
  return [...others, { id, commit, name: run.name, externalId: run.externalId }]
}
