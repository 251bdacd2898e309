import { namingRules } from './text-names.ts'
import type { Config } from '../config/config.ts'
import { baseRoster, configRoster, rosterOf } from './stakeholder-lists.ts'
import type { Roster } from './text-names.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'
import { currentVersion, outsideDraft, rfcAt, type Version, versionsOf } from './versions.ts'
import { keyOf, type Party, partyOf, type TeamParty, writtenKey } from './person-or-team.ts'

/** Who was named where and when. */
export interface RosterHistory {
  readonly now: Roster
  readonly base: Roster
  /** The configuration's names for what changes now. */
  readonly live: Roster
  readonly versions: readonly VersionNames[]
}

/** Who was named at one version, by its text and by the configuration for what it changed. */
export interface VersionNames {
  readonly version: Version
  readonly roster: Roster
  readonly document: readonly Party[]
  readonly config: readonly Party[]
  /** It stood at or after the moment of first leaving draft: whoever it names is not dropped (S6). */
  readonly isKept: boolean
  /** Its text could be read, so it shows who was named and who was not. */
  readonly isRead: boolean
}

/** Somebody named by a head after one that did not name them, which ends their release (C3). */
export interface NamedAgain {
  readonly at: string
  /** By `keyOf` and `writtenKey`. */
  readonly keys: ReadonlySet<string>
}

/** Reads the rosters of every version of a pull request, of its base, and of the configuration (S1, S2, S6). */
export function rostersOf(snapshot: Snapshot, config: Config, texts: DocumentTexts): RosterHistory {
  const current = currentVersion(snapshot)
  const versions = versionsOf(snapshot)
  const kept = new Set(outsideDraft(snapshot, versions))
  return {
    now: rosterAt(snapshot, config, texts, current),
    base: baseRoster(snapshot, config, texts),
    live: configRoster(snapshot, config, current.commit),
    versions: versions.map((version) => {
      const roster = rosterAt(snapshot, config, texts, version)
      return {
        version,
        roster,
        document: partiesIn(snapshot, roster),
        config: partiesIn(snapshot, configRoster(snapshot, config, version.commit)),
        isKept: kept.has(version),
        isRead: rfcAt(snapshot, config, texts, version).kind === 'read',
      }
    }),
  }
}

/** Whom a roster stands for; names that stand for nobody are left out. */
export function partiesIn(snapshot: Snapshot, roster: Roster): readonly Party[] {
  return roster.names.flatMap(({ naming }) => partyOf(snapshot, naming) ?? [])
}

/** People by id, and teams apart: who is in those is asked live. */
export function whoIn(parties: readonly Party[]): {
  people: ReadonlySet<number>
  teams: readonly TeamParty[]
} {
  return {
    people: new Set(parties.flatMap((party) => (party.kind === 'person' ? [party.person.id] : []))),
    teams: parties.filter((party) => party.kind === 'team'),
  }
}

/** All names of some rosters, as they are written (`writtenKey`). */
export function namesIn(rosters: readonly Roster[]): ReadonlySet<string> {
  return new Set(rosters.flatMap(({ names }) => names.map(({ naming }) => writtenKey(naming))))
}

/** The first head that no longer names somebody; null where none that can still be read ever did. */
export function leftSince(snapshot: Snapshot, versions: readonly VersionNames[], key: string): string | null {
  const last = versions.findLastIndex(({ document }) => document.some((party) => keyOf(party) === key))
  if (last === -1) return null
  return (
    versions.slice(last + 1).find(({ version }) => version.commit !== null)?.version.commit ??
    snapshot.pullRequest.head
  )
}

/** Who was named by a version after one that did not name them, in order of time; the head that is only being announced included. */
export function namedAgain(snapshot: Snapshot, { versions, now }: RosterHistory): readonly NamedAgain[] {
  const current = { version: currentVersion(snapshot), roster: now, document: partiesIn(snapshot, now) }
  const read = [...versions.filter(({ isRead }) => isRead), current].map((each) => ({
    ...each,
    keys: keysIn(each),
  }))
  return read.slice(1).map(({ version, keys }, index) => ({
    at: version.since,
    keys: new Set([...keys].filter((key) => !read[index]?.keys.has(key))),
  }))
}

function keysIn({ roster, document }: Pick<VersionNames, 'roster' | 'document'>): ReadonlySet<string> {
  return new Set([...namesIn([roster]), ...document.map(keyOf)])
}

function rosterAt(snapshot: Snapshot, config: Config, texts: DocumentTexts, version: Version): Roster {
  return rosterOf(
    namingRules(snapshot, config),
    texts,
    rfcAt(snapshot, config, texts, version),
    version.description,
  )
}
