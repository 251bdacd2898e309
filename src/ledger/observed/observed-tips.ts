import { digest, readExternalId } from '../../facts/external-id.ts'
import type { CommitSha, Timestamp } from '../../facts/ids.ts'
import { keptIn } from '../../facts/kept-notes.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import { byTime } from '../../facts/time.ts'
import type { Case } from '../../rfc/case.ts'
import { isDescription, rfcAt } from '../../rfc/documents-at.ts'
import { type Material, materialAt, materialDigest, problemDigest } from '../../rfc/material.ts'
import { notedPersonOrTeam } from '../../rfc/person-or-team.ts'
import { stakeholderListAt } from '../../rfc/stakeholder-lists.ts'
import type { Version } from '../../rfc/versions.ts'
import { entriesOf, type Ledger } from '../append.ts'
import type { Entry, EntryOf } from '../entry.ts'
import type { Digest, Name } from '../recorded-command.ts'
import { nameIn, nameOfFound } from './names.ts'

/** The version of the code that makes digests of texts: those of two versions cannot be compared (L1). */
const TEXT_VERSION = 1

/** Returns the tips, heads and texts that a read shows (F1). */
export function observedTips(
  theCase: Case,
  ledger: Ledger,
  digestOf: (text: string) => Digest,
  isFormer: boolean,
): readonly Entry[] {
  const { snapshot } = theCase
  return [
    ...tipsIn(snapshot, ledger),
    ...announcedIn(snapshot),
    ...[...theCase.versions, theCase.current].flatMap((version) => {
      const text = textAt(theCase, version, digestOf)
      return text === null
        ? []
        : [isFormer ? { ...text, names: [...text.names, ...namesNoted(snapshot)] } : text]
    }),
  ]
}

/** The App's own runs for this pull request: each announces the commit it is on. */
function announcedIn({ runs, pullRequest, at }: Snapshot): readonly Entry[] {
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
 * Force-pushes with their time; and what was shown as the tip: by this read when it began, and by each run to the App
 * when it wrote the run, which is no proof against a replica that lagged then.
 */
function tipsIn(snapshot: Snapshot, ledger: Ledger): readonly Entry[] {
  const { pullRequest, forcePushes, at, askedAt } = snapshot
  const told = { seen: at, from: 'read' } as const
  const pushed = forcePushes.flatMap(({ at: time, before, after }): readonly Entry[] =>
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
  const announced = announcedIn(snapshot).flatMap((head): readonly Entry[] =>
    head.kind === 'head' ? [shownTip(snapshot, head.commit, head.at)] : [],
  )
  const isKnown = entriesOf(ledger, 'tip').length > 0
  return [
    ...pushed,
    ...announced,
    ...gapsIn(snapshot, announced),
    ...(isKnown && !isNewsSince(ledger, pullRequest.head)
      ? []
      : [shownTip(snapshot, pullRequest.head, askedAt)]),
  ]
}

function shownTip(snapshot: Snapshot, commit: CommitSha, at: Timestamp): Entry {
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
 * Commits listed between two that were shown one after the other: each may have been the tip until the later one was
 * shown (S6).
 */
function gapsIn(snapshot: Snapshot, shown: readonly Entry[]): readonly Entry[] {
  const { commits, pullRequest } = snapshot
  const line = [...commits.filter((commit) => commit !== pullRequest.head), pullRequest.head]
  const tips = new Set(shown.flatMap((entry) => (entry.kind === 'tip' ? [entry.commit] : [])))
  const sightings = shown
    .filter((entry): entry is EntryOf<'tip'> => entry.kind === 'tip' && line.includes(entry.commit))
    .toSorted((a, b) => byTime(a.at, b.at))
  return sightings.slice(1).flatMap((later, index): readonly Entry[] => {
    const [from, to] = [line.indexOf((sightings[index] as EntryOf<'tip'>).commit), line.indexOf(later.commit)]
    return line
      .slice(from + 1, Math.max(to, from + 1))
      .filter((commit) => !tips.has(commit))
      .map((commit) => ({ ...later, commit, how: 'possible' }))
  })
}

/** Whether something was posted, or another commit was shown, since the head was last shown. */
function isNewsSince(ledger: Ledger, head: CommitSha): boolean {
  const last = entriesOf(ledger, 'tip').findLast(({ how }) => how !== 'possible')
  if (last?.commit !== head) return true
  return [...entriesOf(ledger, 'post'), ...entriesOf(ledger, 'edit')].some(({ at }) => at >= last.at)
}

/** Whether the pull request was outside draft at a time (S6). */
function readyAt({ draftChanges, pullRequest }: Snapshot, time: Timestamp): boolean {
  const last = draftChanges.findLast(({ at }) => at <= time)
  if (last) return last.to === 'ready'
  const [first] = draftChanges
  return first ? first.to === 'draft' : !pullRequest.isDraft
}

/** Names that a version without a ledger noted: of a text or a comment that may be gone by now (C6, S6). */
function namesNoted(snapshot: Snapshot): readonly Name[] {
  const { added, named } = keptIn(snapshot)
  return [...added, ...named].flatMap((name) => {
    const found = notedPersonOrTeam(snapshot, name)
    return (found && nameOfFound(found)) ?? []
  })
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
