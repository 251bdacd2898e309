import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import { type HeadSpan, headSpans } from './heads.ts'

/**
 * The RFC during one stretch of time: a head and a revision of the description. A command on a version without a commit
 * (after a force-push, before its announcement) refers to no text (F1).
 */
export interface Version {
  readonly commit: CommitSha | null
  /** The description as it read then; null when that cannot be read. */
  readonly description: string | null
  /** The labels of the pull request then, in lower case: one of them may make the description the document (D3). */
  readonly labels: ReadonlySet<string>
  /** Statements belong to it when made strictly after this second. */
  readonly since: Timestamp
}

/**
 * Returns every announced version in order of time; edits of the description and changes of labels make versions just
 * as pushes do (D3, S6).
 */
export function versionsOf(snapshot: Snapshot): readonly Version[] {
  const revisions = descriptionRevisions(snapshot)
  const changes: {
    at: Timestamp
    span?: HeadSpan
    description?: string | null
    labels?: ReadonlySet<string>
  }[] = [
    ...labelTimes(snapshot),
    ...headSpans(snapshot, snapshot.remembered.heads).map((span) => ({ at: span.since, span })),
    ...revisions.map(({ at, text }) => ({ at, description: text })),
  ].sort((a, b) => byTime(a.at, b.at))
  const versions: Version[] = []
  let span: HeadSpan | undefined
  // A head announced in the very second of the opening has the description as opened, too.
  let description = revisions[0]?.text ?? null
  let labels: ReadonlySet<string> = new Set()
  for (const change of changes) {
    span = change.span ?? span
    labels = change.labels ?? labels
    if (change.description !== undefined) description = change.description
    // Of several in one second each is a version: whom it named is not forgotten (S6).
    if (span) versions.push({ commit: span.commit, description, labels, since: change.at })
  }
  return versions
}

/** Returns when the pull request first left draft; null while it never did (S6). */
export function firstLeftDraft({ pullRequest, draftChanges }: Snapshot): Timestamp | null {
  const first = draftChanges[0]
  if (!first) return pullRequest.isDraft ? null : pullRequest.createdAt
  return first.to === 'ready' ? first.at : pullRequest.createdAt
}

/** Returns the versions that were current at or after the first time out of draft (S6). */
export function outsideDraft(snapshot: Snapshot, versions: readonly Version[]): readonly Version[] {
  const left = firstLeftDraft(snapshot)
  if (left === null) return []
  return versions.filter((_, index) => {
    const until = versions[index + 1]?.since
    return until === undefined || until >= left
  })
}

/** Returns the current version, announced or not. */
export function currentVersion({ pullRequest, at }: Snapshot): Version {
  const labels = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  return { commit: pullRequest.head, description: pullRequest.description.text, labels, since: at }
}

/** Which labels were set when: from the current ones back through the changes, so that no earlier state is needed. */
function labelTimes({
  pullRequest,
  labelChanges,
}: Snapshot): readonly { at: Timestamp; labels: ReadonlySet<string> }[] {
  const labels = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  const times = labelChanges.toReversed().map(({ at, label, to }) => {
    const after = new Set(labels)
    if (to === 'on') labels.delete(label.toLowerCase())
    else labels.add(label.toLowerCase())
    return { at, labels: after }
  })
  return [{ at: pullRequest.createdAt, labels }, ...times.reverse()]
}

/** Returns the newest announced version strictly before a time (F1); null when there is none or it has no commit. */
export function versionAt(versions: readonly Version[], time: Timestamp): Version | null {
  const version = versions.findLast((candidate) => candidate.since < time)
  return version?.commit ? version : null
}

function descriptionRevisions({
  pullRequest,
  at,
}: Snapshot): readonly { at: Timestamp; text: string | null }[] {
  const { text, revisions, lastEditedAt } = pullRequest.description
  // A history that cannot be read proves nothing about earlier texts.
  if (!revisions)
    return [
      { at: pullRequest.createdAt, text: null },
      { at: lastEditedAt ?? at, text },
    ]
  return revisions.length > 0 ? revisions : [{ at: pullRequest.createdAt, text }]
}
