import type { Merge } from '../facts/snapshot.ts'
import type { MergeRecord, RfcRecord } from './record.ts'
import { listed } from './wording.ts'

/** What is known of a merge besides the stakeholder statuses. */
export interface MergeFacts extends Merge {
  readonly basis: MergeRecord['basis']
  /** What the check showed. */
  readonly shown: string | null
  /** The merge brought another text to the base branch than people committed to. */
  readonly isOtherText: boolean
}

/** Returns the record of a merged pull request: decided only where every stakeholder had committed (R1, R2). */
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
    return `Merged while this App could not evaluate it; last known: ${record.headline}`
  }
  const missing = missingIn(record)
  if (missing.length > 0) return `Merged with ${listed(missing)}`
  if (isOtherText) return 'Merged before the branch was updated'
  if (record.state === 'needs fixing') return `Merged while it needed fixing: ${record.headline}`
  if (record.state === 'draft') return 'Merged as a draft'
  return 'Merged with too few commitments'
}

function missingIn({ people, teams, objections, isUnproposed }: RfcRecord): readonly string[] {
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
    ...(isUnproposed ? ['nothing proposed'] : []),
  ]
}

/** Returns how an objection ended, once the pull request is merged or closed: one still open was not heard (R1). */
export function endingOf({ state, answers }: RfcRecord['objections'][number]): string {
  const said = state === 'open' ? 'not heard' : state === 'set aside' ? 'dismissed' : state
  return answers.length > 0 ? `${said}, answered by the author` : `${said}, not answered`
}
