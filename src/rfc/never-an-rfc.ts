import { readExternalId } from '../facts/external-id.ts'
import type { CommitSha, PullRequestNumber, Timestamp } from '../facts/ids.ts'
import type { Brief, Run, Snapshot } from '../facts/snapshot.ts'
import { caseOf } from './case.ts'
import { touchesConfig } from './config-change.ts'
import { isRfcNow, mightBeRfc } from './is-rfc.ts'
import type { DocumentTexts } from './texts.ts'

/** What was written on the check at the last evaluation that came to an end, as the database has it. */
export interface LastWritten {
  readonly commit: CommitSha
  readonly externalId: string
  readonly conclusion: string
  /** GitHub's time of the read that it was written from. */
  readonly at: Timestamp
}

/**
 * Returns whether a brief read proves that a pull request is no RFC and never was one outside draft; then nothing more
 * is read. A former RFC stays one (D5), so what the brief read does not show must have been judged before: by the
 * newest "Not an RFC" on one of its commits, which only this App can write, or by the last one in the database.
 * In any other case everything is read.
 */
export function isProvenNoRfc(snapshot: Snapshot, texts: DocumentTexts, last: LastWritten | null): boolean {
  const { brief, changes, gaps } = snapshot
  if (!brief || changes.kind !== 'complete' || gaps.length > 0 || touchesConfig(snapshot)) return false
  const theCase = caseOf(snapshot, texts)
  const isOne = theCase === null ? mightBeRfc(snapshot) : isRfcNow(theCase)
  return !isOne && neverWas(snapshot, brief, last)
}

function neverWas(snapshot: Snapshot, brief: Brief, last: LastWritten | null): boolean {
  const { number, head } = snapshot.pullRequest
  const own = snapshot.runs.filter(({ externalId }) => readExternalId(externalId)?.number === number)
  // A note (a former RFC, a head that could not be judged) needs the whole history, also where its run is gone.
  if ([...own, ...(last ? [last] : [])].some(({ externalId }) => !saysNothing(externalId, number)))
    return false
  // Nothing was ever judged here: nothing happened since it was opened. Otherwise a comment may tell of a lost ledger (L3).
  const { createdAt, updatedAt } = snapshot.pullRequest
  const isNew = updatedAt <= createdAt && brief.hasAllCommits && brief.forcePush === null
  if (own.length === 0 && isNew) return true
  return isProvedByRuns(own, brief, head) || (last !== null && isProvedByLast(last, own, snapshot, brief))
}

/** A success without the mark of an RFC is "Not an RFC", and was written knowing all that came before it. */
function isProvedByRuns(own: readonly Run[], brief: Brief, head: CommitSha): boolean {
  const proofs = own.filter(({ conclusion }) => conclusion === 'success').toSorted((a, b) => a.id - b.id)
  const newest = proofs.at(-1)
  const hasProof = (commit: CommitSha | null) => proofs.some((run) => run.commit === commit)
  return (
    newest !== undefined &&
    isNothingSince(newest.startedAt, { brief, hasProof, isOfHead: newest.commit === head })
  )
}

function isProvedByLast(last: LastWritten, own: readonly Run[], snapshot: Snapshot, brief: Brief): boolean {
  const { commit, conclusion, at } = last
  const { head } = snapshot.pullRequest
  if (conclusion !== 'success') return false
  const hasProof = (before: string | null) =>
    before === commit || own.some((run) => run.conclusion === 'success' && run.commit === before)
  return isNothingSince(at, { brief, hasProof, isOfHead: commit === head })
}

/**
 * Whether a brief read shows everything since a moment: what a force-push replaced must be proved itself. A pull
 * request that became ready or a draft may have been an RFC at that time, unless the current head was judged before
 * with the same labels.
 */
function isNothingSince(
  moment: Timestamp,
  known: {
    readonly brief: Brief
    readonly hasProof: (commit: CommitSha | null) => boolean
    readonly isOfHead: boolean
  },
): boolean {
  const { forcePush, draftChangedAt, labelChangedAt } = known.brief
  const isBefore = (at: Timestamp | null) => at === null || at < moment
  const isPushed = !isBefore(forcePush?.at ?? null)
  if (isPushed && !known.hasProof(forcePush?.before ?? null)) return false
  return isBefore(draftChangedAt) || (known.isOfHead && !isPushed && isBefore(labelChangedAt))
}

function saysNothing(externalId: string, number: PullRequestNumber): boolean {
  const id = readExternalId(externalId)
  const hasLedger = (id?.trace?.length ?? 0) > 0
  return id !== null && id.number === number && !id.wasRfc && !hasLedger && id.kept.length === 0
}
