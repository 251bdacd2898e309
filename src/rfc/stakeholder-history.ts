import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { rfcAt } from './documents-at.ts'
import type { StakeholderList } from './names-in-text.ts'
import { keyOf, type PersonOrTeam, personOrTeamOf, writtenKey } from './person-or-team.ts'
import { baseStakeholders, configStakeholders, stakeholderListAt } from './stakeholder-lists.ts'
import { outsideDraft, type Version } from './versions.ts'

/** Who was named where and when. */
export interface StakeholderHistory {
  readonly now: StakeholderList
  readonly base: StakeholderList
  /** The configuration's names for what changes now. */
  readonly live: StakeholderList
  readonly versions: readonly VersionNames[]
}

/** Who was named at one version, by its text and by the configuration for what it changed. */
export interface VersionNames {
  readonly version: Version
  readonly stakeholderList: StakeholderList
  readonly document: readonly PersonOrTeam[]
  readonly config: readonly PersonOrTeam[]
  /** It was current at or after the first time out of draft: the people it names stay required (S6). */
  readonly isKept: boolean
  /** Its text could be read, so it proves who was named and who was not. */
  readonly isRead: boolean
}

/** People named by a head after one that did not name them, which ends their release (C3). */
export interface NamedAgain {
  readonly at: Timestamp
  /** By `keyOf` and `writtenKey`. */
  readonly keys: ReadonlySet<string>
}

/**
 * Reads the stakeholder lists of every version of a pull request, of its base, and of the configuration (S1, S2, S6).
 */
export function stakeholderListsOf(theCase: Case): StakeholderHistory {
  const { snapshot, versions, current } = theCase
  const kept = new Set(outsideDraft(snapshot, versions))
  return {
    now: stakeholderListAt(theCase, current),
    base: baseStakeholders(theCase),
    live: configStakeholders(theCase, current.commit),
    versions: versions.map((version) => {
      const stakeholderList = stakeholderListAt(theCase, version)
      return {
        version,
        stakeholderList,
        document: peopleAndTeamsIn(snapshot, stakeholderList),
        config: peopleAndTeamsIn(snapshot, configStakeholders(theCase, version.commit)),
        isKept: kept.has(version),
        isRead: rfcAt(theCase, version).kind === 'read',
      }
    }),
  }
}

/** Returns the people and teams of a stakeholder list; names that refer to no account are left out. */
export function peopleAndTeamsIn(
  snapshot: Snapshot,
  stakeholderList: StakeholderList,
): readonly PersonOrTeam[] {
  return stakeholderList.names.flatMap(({ mention }) => personOrTeamOf(snapshot, mention) ?? [])
}

/** Returns all names of some stakeholder lists, as written (`writtenKey`). */
export function namesIn(stakeholderLists: readonly StakeholderList[]): ReadonlySet<string> {
  return new Set(stakeholderLists.flatMap(({ names }) => names.map(({ mention }) => writtenKey(mention))))
}

/** Returns the first head that no longer names a person or team; null where no readable head did. */
export function leftSince(
  snapshot: Snapshot,
  versions: readonly VersionNames[],
  key: string,
): CommitSha | null {
  const last = versions.findLastIndex(({ document }) =>
    document.some((personOrTeam) => keyOf(personOrTeam) === key),
  )
  if (last === -1) return null
  return (
    versions.slice(last + 1).find(({ version }) => version.commit !== null)?.version.commit ??
    snapshot.pullRequest.head
  )
}

/**
 * Returns the people and teams that a version names after one that did not, in order of time; the head that is only
 * being announced included.
 */
export function namedAgain(
  { snapshot, current: version }: Case,
  { versions, now }: StakeholderHistory,
): readonly NamedAgain[] {
  const current = {
    version,
    stakeholderList: now,
    document: peopleAndTeamsIn(snapshot, now),
  }
  const read = [...versions.filter(({ isRead }) => isRead), current].map((each) => ({
    ...each,
    keys: keysIn(each),
  }))
  return read.slice(1).map(({ version, keys }, index) => ({
    at: version.since,
    keys: new Set([...keys].filter((key) => !read[index]?.keys.has(key))),
  }))
}

function keysIn({
  stakeholderList,
  document,
}: Pick<VersionNames, 'stakeholderList' | 'document'>): ReadonlySet<string> {
  return new Set([...namesIn([stakeholderList]), ...document.map(keyOf)])
}
