import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import { byTime } from '../facts/time.ts'
import { headSpans } from './heads.ts'

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

/** A stretch of time in which a version was the tip, announced or not, or may have been it (S6). */
export interface TipVersion {
  readonly version: Version
  readonly since: Timestamp
  /** By when it had surely begun. */
  readonly by: Timestamp
  /** Whether it began in that second: a payload, a force-push event or the history of the description tells. */
  readonly isTimeKnown: boolean
  /** Whether it is known to have been one. */
  readonly isCertain: boolean
}

/**
 * Returns every announced version in order of time; edits of the description and changes of labels make versions just
 * as pushes do (D3, S6).
 */
export function versionsOf(snapshot: Snapshot): readonly Version[] {
  return along(snapshot, headSpans(snapshot, snapshot.remembered.heads)).map(({ version }) => version)
}

/**
 * Returns every version that was the tip or may have been it, in order of time, the present one last (S6). Nothing is
 * known before the first sight of a tip: in doubt that one was there since the opening.
 */
export function tipVersionsOf(snapshot: Snapshot, versions: readonly Version[]): readonly TipVersion[] {
  const { remembered, pullRequest } = snapshot
  const { createdAt } = pullRequest
  const spans = remembered.tips.map(({ at, ...tip }) => ({ ...tip, since: at }))
  const [first] = spans
  const all =
    first && first.since > createdAt ? [{ ...first, since: createdAt, isTimeKnown: false }, ...spans] : spans
  const announced = Map.groupBy(versions, ({ commit }) => commit)
  return along(snapshot, all).map(({ version, span, isPush }) => ({
    // One that was announced is read once.
    version: announced.get(version.commit)?.find((each) => isSameText(each, version)) ?? version,
    since: version.since,
    by: isPush && span.by > version.since ? span.by : version.since,
    isTimeKnown: !isPush || span.isTimeKnown,
    isCertain: span.isCertain,
  }))
}

function isSameText(one: Version, other: Version): boolean {
  return (
    one.description === other.description &&
    one.labels.size === other.labels.size &&
    [...one.labels].every((label) => other.labels.has(label))
  )
}

/** Returns a version for each stretch, and for each edit of the description and change of labels in it. */
function along<Span extends { readonly commit: CommitSha | null; readonly since: Timestamp }>(
  snapshot: Snapshot,
  spans: readonly Span[],
): readonly { readonly version: Version; readonly span: Span; readonly isPush: boolean }[] {
  const revisions = descriptionRevisions(snapshot)
  const changes: {
    at: Timestamp
    span?: Span
    description?: string | null
    labels?: ReadonlySet<string>
  }[] = [
    ...labelTimes(snapshot),
    ...spans.map((span) => ({ at: span.since, span })),
    ...revisions.map(({ at, text }) => ({ at, description: text })),
  ].sort((a, b) => byTime(a.at, b.at))
  const versions: { version: Version; span: Span; isPush: boolean }[] = []
  let span: Span | undefined
  // A head announced in the very second of the opening has the description as opened, too.
  let description = revisions[0]?.text ?? null
  let labels: ReadonlySet<string> = new Set()
  for (const change of changes) {
    span = change.span ?? span
    labels = change.labels ?? labels
    if (change.description !== undefined) description = change.description
    // Of several in one second each is a version: whom it named is not forgotten (S6).
    if (span)
      versions.push({
        version: { commit: span.commit, description, labels, since: change.at },
        span,
        isPush: change.span !== undefined,
      })
  }
  return versions
}

/** Returns the current version, announced or not. */
export function currentVersion({ pullRequest, at }: Snapshot): Version {
  const labels = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  return { commit: pullRequest.head, description: pullRequest.description.text, labels, since: at }
}

/**
 * Which labels were set when: from the current ones back through the changes, so that no earlier state is needed; and from
 * each change on, for a label that was deleted from the repository is taken off without one.
 */
function labelTimes({
  pullRequest,
  labelChanges,
}: Snapshot): readonly { at: Timestamp; labels: ReadonlySet<string> }[] {
  const now = new Set(pullRequest.labels.map((label) => label.toLowerCase()))
  const changes = labelChanges.map(({ at, label, to }) => ({ at, label: label.toLowerCase(), to }))
  const later = changes.toReversed().map(({ label, to }) => {
    const after = new Set(now)
    if (to === 'on') now.delete(label)
    else now.add(label)
    return after
  })
  const since = new Set<string>()
  const times = changes.map(({ at, label, to }, index) => {
    if (to === 'on') since.add(label)
    else since.delete(label)
    return { at, labels: new Set([...since, ...(later.at(-1 - index) ?? [])]) }
  })
  return [{ at: pullRequest.createdAt, labels: now }, ...times]
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
