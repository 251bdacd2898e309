import { readExternalId } from './external-id.ts'
import type { Write } from './check-run.ts'
import type { Run } from './snapshot.ts'

/** A check run of this App that passes, as far as is known: what must be changed to take the success away (V7). */
export interface PassingRun {
  /** Null where it was never told: the answer to its creation was lost. */
  readonly id: number | null
  readonly commit: string
  readonly name: string
  readonly externalId: string
}

/** The runs of one pull request, or of merge groups (number 0), that pass as read; with those remembered that were not read. */
export function passingRuns(
  runs: readonly Run[],
  number: number,
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

/** The same after a write; `id` is that of the run that stands then, null where it is not known. */
export function passingAfter(
  passing: readonly PassingRun[],
  write: Write,
  id: number | null,
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
