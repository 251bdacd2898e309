import { digest, readExternalId } from '../../facts/external-id.ts'
import type { CommitSha, Timestamp } from '../../facts/ids.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import { byTime } from '../../facts/time.ts'
import type { Case } from '../../rfc/case.ts'
import { isDescription, rfcAt } from '../../rfc/documents-at.ts'
import { type Material, materialAt, materialDigest, problemDigest } from '../../rfc/material.ts'
import { stakeholderListAt } from '../../rfc/stakeholder-lists.ts'
import type { Version } from '../../rfc/versions.ts'
import { entriesOf, type Ledger } from '../append.ts'
import type { Entry, EntryOf } from '../entry.ts'
import { openingTip } from '../timeline.ts'
import { sightingsOf } from '../tips.ts'
import type { Digest } from '../recorded-command.ts'
import { nameIn } from './names.ts'

/** The version of the code that makes digests of texts: those of two versions cannot be compared (L1). */
const TEXT_VERSION = 1

/** Returns the tips, heads and texts that a read shows (F1, S6). */
export function observedTips(
  theCase: Case,
  ledger: Ledger,
  digestOf: (text: string) => Digest,
): readonly Entry[] {
  const { snapshot, versions, tips, current } = theCase
  return [
    ...tipsShown(snapshot, ledger),
    ...announcedIn(snapshot),
    ...[...new Set([...versions, ...tips.map(({ version }) => version), current])].flatMap(
      (version) => textAt(theCase, version, digestOf) ?? [],
    ),
  ]
}

/** Returns the App's own runs for this pull request: each announces the commit it is on. */
export function announcedIn({ runs, pullRequest, at }: ShownFacts): readonly EntryOf<'head'>[] {
  return runs
    .filter(({ externalId }) => readExternalId(externalId)?.number === pullRequest.number)
    .map(({ id: run, commit, startedAt }) => ({
      kind: 'head',
      at: startedAt,
      seen: at,
      from: 'read',
      run,
      commit,
    }))
}

/**
 * Returns the tips that a read shows: force-pushes with their time; what was shown as the tip, by this read when it began,
 * and by each run to the App when it wrote the run, which is no proof against a replica that lagged then; and commits
 * that may have been the tip meanwhile.
 */
export function tipsShown(snapshot: ShownFacts, ledger: Ledger): readonly EntryOf<'tip'>[] {
  const { pullRequest, forcePushes, at, askedAt } = snapshot
  const told = { seen: at, from: 'read' } as const
  const pushed = forcePushes.flatMap(({ at: time, before, after }): readonly EntryOf<'tip'>[] =>
    after === null
      ? []
      : [
          {
            kind: 'tip',
            at: time,
            ...told,
            commit: after,
            before,
            how: 'pushed',
            isReady: readyAt(snapshot, time),
          },
        ],
  )
  const announced = announcedIn(snapshot).map(({ commit, at: time }) => shownTip(snapshot, commit, time))
  const isKnown = entriesOf(ledger, 'tip').length > 0
  const head = shownTip(snapshot, pullRequest.head, askedAt)
  const now = isKnown && !isNewsSince(ledger, pullRequest.head) ? [] : [head]
  return [...pushed, ...announced, ...now, ...gapsIn(snapshot, ledger, [...pushed, ...announced], head)]
}

/** What shows the tips of a pull request. */
type ShownFacts = Pick<
  Snapshot,
  'at' | 'askedAt' | 'pullRequest' | 'runs' | 'commits' | 'forcePushes' | 'draftChanges'
>

function shownTip(snapshot: ShownFacts, commit: CommitSha, at: Timestamp): EntryOf<'tip'> {
  return {
    kind: 'tip',
    at,
    seen: snapshot.at,
    from: 'read',
    commit,
    before: null,
    how: 'shown',
    isReady: readyAt(snapshot, at),
  }
}

/**
 * Commits listed between two that were seen as the tip one after the other: each may have been the tip until the later
 * one was (S6). So may those before the first one, where nothing shows the tip of the opening. What was announced
 * before there was a ledger is judged as it was then.
 */
function gapsIn(
  { commits, pullRequest }: ShownFacts,
  ledger: Ledger,
  shown: readonly EntryOf<'tip'>[],
  head: EntryOf<'tip'>,
): readonly EntryOf<'tip'>[] {
  const line = [...commits.filter((commit) => commit !== head.commit), head.commit]
  const places = new Map(line.map((commit, place) => [commit, place]))
  const begun = entriesOf(ledger, 'header')[0]?.at ?? head.seen
  const known = sightingsOf(ledger).certain
  const tips = new Set([...known, ...shown].flatMap(({ commit, before }) => [commit, before]))
  const sightings = [...known, ...shown, head]
    .filter(({ commit }) => places.has(commit))
    .toSorted((a, b) => byTime(a.at, b.at))
  return sightings.flatMap((later, index): readonly EntryOf<'tip'>[] => {
    if (later !== head && later.at <= begun) return []
    const before = sightings[index - 1]
    if (!before && (later.at <= pullRequest.createdAt || openingTip(ledger, pullRequest.createdAt))) return []
    const from = before ? (places.get(before.commit) ?? 0) + 1 : 0
    return line
      .slice(from, Math.max(places.get(later.commit) ?? 0, from))
      .filter((commit) => !tips.has(commit))
      .map((commit) => ({ ...later, seen: head.seen, from: 'read', commit, before: null, how: 'possible' }))
  })
}

/** Whether something was posted, or another commit was shown, since the head was last shown. */
function isNewsSince(ledger: Ledger, head: CommitSha): boolean {
  const last = entriesOf(ledger, 'tip').findLast(({ how }) => how !== 'possible')
  if (last?.commit !== head) return true
  return [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].some(({ at }) => at >= last.at)
}

/** Whether the pull request was outside draft at a time (S6). */
function readyAt({ draftChanges, pullRequest }: ShownFacts, time: Timestamp): boolean {
  const last = draftChanges.findLast(({ at }) => at <= time)
  if (last) return last.to === 'ready'
  const [first] = draftChanges
  return first ? first.to === 'draft' : !pullRequest.isDraft
}

/** What a commit holds; null where it cannot be read, which is asked again (L1). */
function textAt(theCase: Case, version: Version, digestOf: (text: string) => Digest): EntryOf<'text'> | null {
  const { snapshot } = theCase
  const { commit } = version
  const rfc = rfcAt(theCase, version)
  if (commit === null || rfc.kind === 'unreadable') return null
  const files = rfc.documents.flatMap((document) =>
    document.kind === 'read' && document.path !== null && document.blob !== null
      ? [{ path: digestOf(document.path), blob: document.blob }]
      : [],
  )
  // The description is in no commit: as it read at the time of a post it is compared by F2, and whom it named then is
  // told at first sight (C0).
  const isOfNoCommit = isDescription(theCase, version)
  return {
    kind: 'text',
    at: snapshot.pullRequest.createdAt,
    seen: snapshot.at,
    from: 'read',
    commit,
    version: TEXT_VERSION,
    files,
    names: isOfNoCommit
      ? []
      : stakeholderListAt(theCase, version).names.map(({ mention }) => nameIn(snapshot, mention, digestOf)),
    material: isOfNoCommit ? digest('description') : comparable(materialAt(theCase, version)),
    problem: isOfNoCommit ? null : problemDigest(theCase, version),
  }
}

/** A trial that ends on another day is another decision (F2). */
function comparable(material: Material): Digest | null {
  if (material.kind !== 'read') return null
  return digest([materialDigest(material), material.documents.map(({ lasts }) => lasts).sort()])
}
