import { readExternalId } from '../facts/external-id.ts'
import type { CommitSha, PullRequestNumber, Timestamp } from '../facts/ids.ts'
import type { PullRequestFacts, Remembered } from '../facts/snapshot.ts'
import { byTime, EVER } from '../facts/time.ts'

/**
 * A stretch of time in which one commit was the announced tip of the pull request (F1).
 * `commit` is null where a statement pins nothing: between a force-push and the announcement of what it brought, and
 * after a head that GitHub lists before an older one.
 */
export interface HeadSpan {
  readonly commit: CommitSha | null
  /** The second at which it became the newest announced head; statements count for it strictly after. */
  readonly since: Timestamp
}

type HeadFacts = Pick<PullRequestFacts, 'runs' | 'commits' | 'forcePushes'> & {
  readonly pullRequest: {
    readonly number: PullRequestNumber
    readonly createdAt: Timestamp
    readonly head: CommitSha
  }
}

/**
 * Returns the announced heads of a pull request in order of time (F1). Evidence is the App's own check runs for the
 * pull request, at the start time GitHub set, and GitHub's force-push events; commit dates are none.
 */
export function headSpans(facts: HeadFacts, onRecord: Remembered['heads'] = []): readonly HeadSpan[] {
  const announced = announcements(facts, onRecord)
  return lines(facts).flatMap((line) => spansOfLine(line, announced))
}

/** When the App's runs for this pull request on a commit began, those on record included, earliest first. */
function announcements(
  { runs, pullRequest }: HeadFacts,
  onRecord: Remembered['heads'],
): ReadonlyMap<CommitSha, readonly Timestamp[]> {
  const shown = runs
    .filter(({ externalId }) => readExternalId(externalId)?.number === pullRequest.number)
    .map(({ commit, startedAt: at }) => ({ commit, at }))
  const byCommit = Map.groupBy([...shown, ...onRecord], ({ commit }) => commit)
  return new Map([...byCommit].map(([commit, heads]) => [commit, heads.map(({ at }) => at).sort()]))
}

/** What a branch looked like between two force-pushes. */
interface Line {
  readonly start: Timestamp
  readonly end: Timestamp
  /** The commit a force-push brought; null for the line the pull request was opened with. */
  readonly startCommit: CommitSha | null
  /** Commits oldest first, the last one being the tip at the end. */
  readonly commits: readonly CommitSha[]
  readonly isFirst: boolean
}

function lines(facts: HeadFacts): readonly Line[] {
  const pushes = facts.forcePushes.toSorted((a, b) => byTime(a.at, b.at))
  const last = pushes.at(-1)
  return [
    ...pushes.map((push, index) => ({
      start: pushes[index - 1]?.at ?? facts.pullRequest.createdAt,
      end: push.at,
      startCommit: pushes[index - 1]?.after ?? null,
      commits: push.lineage.toReversed(),
      isFirst: index === 0,
    })),
    {
      start: last?.at ?? facts.pullRequest.createdAt,
      end: EVER,
      startCommit: last?.after ?? null,
      // The head is the tip, wherever GitHub lists it, and even where it does not (an empty pull request).
      commits: [...facts.commits.filter((oid) => oid !== facts.pullRequest.head), facts.pullRequest.head],
      isFirst: pushes.length === 0,
    },
  ]
}

function spansOfLine(
  line: Line,
  announced: ReadonlyMap<CommitSha, readonly Timestamp[]>,
): readonly HeadSpan[] {
  const tips = line.commits
    .map((commit, place) => ({ commit, place, since: tipSince(commit, line, announced) }))
    .filter((tip): tip is typeof tip & { since: Timestamp } => tip.since !== null)
    // Of one second the later commit is the newer tip, as they are listed.
    .sort((a, b) => byTime(a.since, b.since))
  const spans: HeadSpan[] = line.isFirst ? [] : [{ commit: null, since: line.start }]
  let newest = -1
  for (const tip of tips) {
    // The tip at the end is the newest: what is announced after it had been replaced before, and is no head.
    if (newest === line.commits.length - 1) break
    spans.push({ commit: tip.commit, since: tip.since })
    // Listed before an older one: GitHub may list commits by their dates, which people set (GH-201). It was a head,
    // and whom it named stays required (S6), but nothing is pinned.
    if (tip.place < newest) spans.push({ commit: null, since: tip.since })
    newest = Math.max(newest, tip.place)
  }
  return spans
}

/** When a commit became the announced tip of a line; null when it never was, or was replaced before. */
function tipSince(
  commit: CommitSha,
  line: Line,
  announced: ReadonlyMap<CommitSha, readonly Timestamp[]>,
): Timestamp | null {
  const times = announced.get(commit) ?? []
  // Pushed back to a commit that was announced before: it counts from the force-push on, not from its old announcement.
  if (commit === line.startCommit && times.some((time) => time <= line.start)) return line.start
  return times.find((time) => time >= line.start && time <= line.end) ?? null
}
