import { TornRead } from './faults.ts'
import type { LabelsNode } from './pull-request-answer.ts'

/** The names of a pull request's labels. Throws `TornRead` when not all of them came. */
export function labelsOf(
  { labels }: { readonly labels: LabelsNode | null },
  what: string,
): readonly string[] {
  const names = labels?.nodes?.flatMap((label) => label?.name ?? []) ?? []
  if (names.length !== labels?.totalCount) throw new TornRead(`could not ${what}: labels are missing`)
  return names
}
