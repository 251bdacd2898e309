import type { Texts } from '../commands/texts.ts'
import { digest } from '../facts/external-id.ts'
import type { UserId } from '../facts/ids.ts'
import { normalizedText } from '../facts/same-text.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { caseOf } from '../rfc/case.ts'
import { rfcAt } from '../rfc/documents-at.ts'
import { committedPaths } from '../rfc/group-text.ts'
import type { Verdict } from './verdict.ts'

/**
 * What a verdict rests on, as far as a webhook can report a change of it. It is remembered with a success, so that the
 * success can be revoked while GitHub cannot be read (V6). Null is unknown, and in doubt counts as changed.
 */
export interface Basis {
  /** False for "Not an RFC", which remains true while head, base and labels are the same. */
  readonly isRfc: boolean
  /** Labels that make a pull request an RFC (D3), in lower case. */
  readonly rfcLabels: readonly string[] | null
  /** Of those, the ones it carried. */
  readonly labels: readonly string[]
  /** Numeric ids of those whose commands count; null where teams are asked. */
  readonly speakers: readonly UserId[] | null
  /** Digest of the description where that is a document (D3). */
  readonly description: string | null
  /** Paths of the files people committed to. */
  readonly paths: readonly string[] | null
}

/** Returns what a verdict rests on. */
export function basisOf(verdict: Verdict, snapshot: Snapshot, texts: Texts): Basis {
  const theCase = caseOf(snapshot, texts)
  const rfcLabels = theCase === null ? null : theCase.config.rfcs.labels.map((name) => name.toLowerCase())
  const labels = snapshot.pullRequest.labels.map((name) => name.toLowerCase())
  const shared = { rfcLabels, labels: labels.filter((name) => rfcLabels?.includes(name)) }
  if (!('rows' in verdict) || theCase === null) {
    return { ...shared, isRfc: 'rows' in verdict, speakers: null, description: null, paths: null }
  }
  const rfc = rfcAt(theCase, theCase.current)
  const documents = rfc.kind === 'read' ? rfc.documents : []
  const isText = documents.some((document) => document.kind === 'read' && document.path === null)
  const spoke = [...verdict.rows.map(({ person }) => person), ...verdict.objections.map(({ by }) => by)]
  return {
    ...shared,
    isRfc: true,
    speakers: verdict.teams.length > 0 ? null : [...new Set(spoke.map(({ id }) => id))],
    description: isText ? textDigest(snapshot.pullRequest.description.text) : null,
    paths: committedPaths(theCase),
  }
}

/** Returns the digest of a text as it is compared. */
export function textDigest(text: string): string {
  return digest(normalizedText(text))
}
