import { readExternalId } from '../facts/external-id.ts'
import type { Publication } from '../report/publication.ts'
import type { Judged } from './collect-and-evaluate.ts'
import type { Memory } from './memory.ts'

/** A run may tell of an earlier one: while a write has not arrived, or because nothing in it was news (V4). */
const MOST_COPIES = 5

/**
 * Returns the digests of the newest copies whose entries the database has, once the evidence of an evaluation is stored:
 * those it joined, and the one it is about to publish. What is not stored adds none.
 */
export function knownCopies(
  { verdict, copies }: Pick<Judged, 'verdict' | 'copies'>,
  { check }: Pick<Publication, 'check'>,
  before: Memory | null,
): readonly string[] {
  const known = before?.copies ?? []
  if (!verdict.evaluated.observed) return known
  const published = readExternalId(check.externalId)?.trace?.digest ?? []
  return [...new Set([published, ...copies, ...known].flat())].slice(0, MOST_COPIES)
}
