import type { Merge } from '../facts/snapshot.ts'
import type { MergeRecord, RfcRecord } from './record.ts'
import { listed } from './wording.ts'

/** What is known of a merge besides how everybody stood. */
export interface MergeFacts extends Merge {
  readonly basis: MergeRecord['basis']
  /** What the check showed. */
  readonly shown: string | null
  /** The merge brought another text to the base than the one people committed to. */
  readonly isOtherText: boolean
}

/** A record once the pull request was merged: decided only where everybody had committed, else what it was (R1, R2). */
export function mergedRecord(record: RfcRecord, facts: MergeFacts): RfcRecord {
  const { at, by, basis, shown, isOtherText } = facts
  const isDecided = record.state === 'committed' && basis === 'the merge' && !isOtherText
  const title = isDecided ? `Decided: ${record.standing}` : pastTitle(record, facts)
  const merge = { at, by: by && { id: by.id, login: by.login }, title, basis, shown }
  return { ...record, state: isDecided ? 'decided' : 'merged', headline: title, merge }
}

/** What was missing at the merge, and nothing more (R2). */
function pastTitle(record: RfcRecord, { basis, isOtherText }: MergeFacts): string {
  if (basis === 'the last evaluation') {
    return `Merged while this App could not evaluate it; before: ${record.headline}`
  }
  const missing = missingIn(record)
  if (missing.length > 0) return `Merged with ${listed(missing)}`
  if (isOtherText) return 'Merged before the branch was updated'
  if (record.state === 'needs fixing') return `Merged with something to fix: ${record.headline}`
  if (record.state === 'draft') return 'Merged as a draft'
  return 'Merged with too few commitments'
}

function missingIn({ people, teams, objections }: RfcRecord): readonly string[] {
  const pending =
    people.filter(({ isPending, isRequired }) => isPending && isRequired !== false).length +
    teams.filter(({ position }) => position === 'waiting').length
  const open = objections.filter(({ state, blocks }) => state === 'open' && blocks).length
  const disputes = people.filter(
    ({ alignment, position }) =>
      alignment === 'misaligned' && !['dissenting', 'recused', 'released'].includes(position),
  ).length
  return [
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(open > 0 ? [`${open} open ${open === 1 ? 'objection' : 'objections'}`] : []),
    ...(disputes > 0 ? [`${disputes} ${disputes === 1 ? 'dispute' : 'disputes'} about the problem`] : []),
  ]
}

/** How an objection ended, once the pull request is merged or closed: one that nobody closed was not heard (R1). */
export function endingOf({ state, answers }: RfcRecord['objections'][number]): string {
  const said = state === 'open' ? 'not heard' : state
  return answers.length > 0 ? `${said}, answered by the author` : `${said}, not answered`
}
