import type { Gap } from '../facts/snapshot.ts'
import type { LabelsFragment } from './answers.generated.ts'

/** Returns the names of a pull request's labels. Adds to `gaps` when labels are missing. */
export function labelsOf({ labels }: LabelsFragment, gaps: Gap[]): readonly string[] {
  const names = labels?.nodes?.flatMap((label) => label?.name ?? []) ?? []
  if (names.length !== labels?.totalCount) {
    const counted = labels?.totalCount
    const why = `GitHub counts ${counted ?? 'its'} labels and shows ${names.length}`
    gaps.push({ list: 'labels', why: counted === undefined ? 'its labels do not come' : why })
  }
  return names
}
