import type { CommitSha, Timestamp } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { Problem } from '../facts/problem.ts'
import type { ConfiguredName, Snapshot } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { type Mentions, mentionsOf } from './mentions.ts'
import { nameProblems, type Settled, teamProblem, tooManyNames } from './name-problems.ts'
import { type NamedAgain, namedAgain } from './named-again.ts'
import type { StakeholderList } from './names-in-text.ts'
import {
  isUnreadTeam,
  joined,
  joinedByKey,
  keyOf,
  mayCommit,
  type NamedTeam,
  type PersonOrTeam,
  writtenKey,
} from './person-or-team.ts'
import {
  baseStakeholders,
  configStakeholders,
  peopleAndTeamsIn,
  stakeholderListAt,
} from './stakeholder-lists.ts'
import { readyTips } from './stretches.ts'
import { unreadCommits, unreadNames } from './unread-names.ts'
import type { Version } from './versions.ts'

/** A person whose commitment is required (S1, S6). */
export interface Stakeholder {
  readonly person: Person
  /** Null while the document or the configuration names them; else the head at which it stopped. */
  readonly leftInCommit: CommitSha | null
}

/** A team whose commitment is required, with the highest quorum that was ever named (S3, S6). */
export interface RequiredTeam extends NamedTeam {
  readonly leftInCommit: CommitSha | null
}

/** Who is required. */
export interface Required {
  readonly people: readonly Person[]
  readonly teams: readonly RequiredTeam[]
}

/** Somebody who was named earlier and stays required (S6). */
export interface NamedEarlier {
  readonly personOrTeam: PersonOrTeam
  /** The tip that named them no more; null where the configuration does, for what an earlier tip changes (S2). */
  readonly leftInCommit: CommitSha | null
}

/** Who is required, since when each is named, and what is wrong with the names. */
export interface Stakeholders {
  readonly people: readonly Stakeholder[]
  readonly teams: readonly RequiredTeam[]
  /** Whether who was named before a time is not wholly known: a team, or an earlier text, cannot be read now. */
  readonly isNamedUnknown: (time: Timestamp) => boolean
  /** Whether a name is or was in the text, at the base or in the configuration (`writtenKey`). */
  readonly isWritten: (key: string) => boolean
  /** Who was named by a head after one that did not name them, in order of time (C3). */
  readonly namedAgain: readonly NamedAgain[]
  /** Named, or once named, by the configuration and by nothing else: a change of it lets them go (S2). */
  readonly configured: readonly ConfiguredName[]
  /** People and teams no longer required since the configuration changed (S2). */
  readonly letGo: readonly ConfiguredName[]
  /** The problems of the names and of the required teams; released names have none (S4). */
  readonly problems: (settled: Settled, teams: readonly RequiredTeam[]) => readonly Problem[]
  /** How the text and the configuration mention each, by `keyOf`: roles and places (S1). */
  readonly mentions: ReadonlyMap<string, Mentions>
}

/** The most names one RFC may have (S5). */
export const MOST_NAMES = 200

/**
 * Returns everybody who is required, except for those added in comments: whom the document names now, whom the base version
 * of a touched RFC file names, whom the configuration names, and `earlier`, who stay (S1, S2, S6). Names that cannot
 * commit are problems (S4).
 */
export function stakeholdersOf(theCase: Case, earlier: readonly NamedEarlier[]): Stakeholders {
  const { snapshot } = theCase
  const sources = sourcesOf(theCase, earlier)
  const { lists } = sources
  const named = requiredNames(sources)
  const letGo = snapshot.remembered.configured.filter(
    (name) => !named.some(({ personOrTeam }) => isSameName(configuredName(personOrTeam), name)),
  )
  return {
    people: named.flatMap(({ personOrTeam, leftInCommit }) =>
      personOrTeam.kind === 'person' ? [{ person: personOrTeam.person, leftInCommit }] : [],
    ),
    teams: named.flatMap(({ personOrTeam, leftInCommit }) =>
      personOrTeam.kind === 'team' ? [{ ...personOrTeam, leftInCommit }] : [],
    ),
    isNamedUnknown: (time) => isNamedUnknown(sources, time),
    isWritten: (key) =>
      lists.written.has(key) || earlier.some(({ personOrTeam }) => keyOf(personOrTeam) === key),
    namedAgain: namedAgain(theCase),
    configured: [...onlyConfigured(sources, named), ...letGo],
    letGo,
    mentions: mentionsOf(snapshot, lists.now, lists.live),
    problems: (settled, teams) => problemsIn(sources, settled, teams),
  }
}

/** Where the names of a pull request come from. */
interface Sources {
  readonly theCase: Case
  readonly lists: {
    readonly now: StakeholderList
    /** The configuration's names for what changes now. */
    readonly live: StakeholderList
    /** All names in any text, as written (`writtenKey`). */
    readonly written: ReadonlySet<string>
  }
  /** Whom the text, the configuration and the base version name now. */
  readonly now: readonly PersonOrTeam[]
  readonly live: readonly PersonOrTeam[]
  readonly base: readonly PersonOrTeam[]
  readonly earlier: readonly NamedEarlier[]
}

function sourcesOf(theCase: Case, earlier: readonly NamedEarlier[]): Sources {
  const { snapshot, tips, current } = theCase
  const [now, base, live] = [
    stakeholderListAt(theCase, current),
    baseStakeholders(theCase),
    configStakeholders(theCase, current.commit),
  ]
  const all = [now, base, live, ...tips.map(({ version }) => stakeholderListAt(theCase, version))]
  return {
    theCase,
    lists: {
      now,
      live,
      written: new Set(all.flatMap(({ names }) => names.map(({ mention }) => writtenKey(mention)))),
    },
    now: peopleAndTeamsIn(snapshot, now),
    live: peopleAndTeamsIn(snapshot, live),
    base: peopleAndTeamsIn(snapshot, base),
    earlier,
  }
}

/** Everyone required, each once; the highest quorum of a team is required (S6). */
function requiredNames({ theCase, now, live, base, earlier }: Sources): readonly NamedEarlier[] {
  const required = new Map<string, NamedEarlier>()
  const { head } = theCase.snapshot.pullRequest
  const atHead = new Set([...now, ...live].map(keyOf))
  // A base version may name what is no team: that is required while the text names it, too (S4).
  const atBase = base.filter((found) => mayCommit(found) || atHead.has(keyOf(found)))
  const all = [
    ...[...now, ...live].map((personOrTeam) => ({ personOrTeam, leftInCommit: null })),
    ...atBase.map((personOrTeam) => ({ personOrTeam, leftInCommit: head })),
    ...earlier,
  ]
  for (const name of all) {
    const known = required.get(keyOf(name.personOrTeam))
    const personOrTeam = known ? joined(known.personOrTeam, name.personOrTeam) : name.personOrTeam
    required.set(keyOf(personOrTeam), { ...(known ?? name), personOrTeam })
  }
  return [...required.values()]
}

/** Returns whom no text names, but the configuration does, now or for what an earlier tip changes (S2). */
function onlyConfigured(
  { now, base, live, earlier }: Sources,
  all: readonly NamedEarlier[],
): readonly ConfiguredName[] {
  const byText = earlier.flatMap(({ personOrTeam, leftInCommit }) =>
    leftInCommit === null ? [] : [personOrTeam],
  )
  const keys = new Set([...now, ...base, ...byText].map(keyOf))
  const config = new Set([...live, ...earlier.map(({ personOrTeam }) => personOrTeam)].map(keyOf))
  return all.flatMap(({ personOrTeam }) => {
    const key = keyOf(personOrTeam)
    return keys.has(key) || !config.has(key) ? [] : [configuredName(personOrTeam)]
  })
}

function isNamedUnknown({ theCase, live, base, earlier }: Sources, time: Timestamp): boolean {
  const { snapshot, tips } = theCase
  const namedBy = (versions: readonly Version[]) =>
    versions.flatMap((version) => peopleAndTeamsIn(snapshot, stakeholderListAt(theCase, version)))
  const before = tips.flatMap(({ since, version }) => (since < time ? [version] : []))
  // Of whom no text names that can be read it is unknown since when they were named.
  const inTexts = new Set(namedBy(tips.map(({ version }) => version)).map(keyOf))
  const others = earlier.flatMap(({ personOrTeam }) =>
    inTexts.has(keyOf(personOrTeam)) ? [] : [personOrTeam],
  )
  return (
    [...base, ...live, ...namedBy(before), ...others].some(isUnreadTeam) ||
    unreadCommits(theCase, before).size > 0
  )
}

function problemsIn(
  { theCase, lists, now, live }: Sources,
  settled: Settled,
  teams: readonly RequiredTeam[],
): readonly Problem[] {
  const { snapshot } = theCase
  if (lists.written.size > MOST_NAMES) return [tooManyNames(lists.written.size, MOST_NAMES)]
  const shown = joinedByKey([...now, ...live])
  // A team that is still named may be required with a higher quorum, which an earlier head asked for (S6).
  const isReported = (team: RequiredTeam) => {
    const named = shown.get(keyOf(team))
    return named?.kind === 'team' && teamProblem(snapshot, named) !== null
  }
  const lost = teams.filter((team) => !isReported(team) && !settled.released.has(keyOf(team)))
  return [
    ...nameProblems(snapshot, lists.now, 'document', settled),
    ...nameProblems(snapshot, lists.live, 'config', settled),
    ...lost.flatMap((team) => lostTeamProblem(snapshot, team)),
    ...unreadNames(
      theCase,
      readyTips(theCase).map(({ version }) => version),
    ),
  ]
}

function configuredName(personOrTeam: PersonOrTeam): ConfiguredName {
  return personOrTeam.kind === 'team'
    ? { kind: 'team', team: personOrTeam.team }
    : { kind: 'person', id: personOrTeam.person.id, login: personOrTeam.person.login }
}

function isSameName(a: ConfiguredName, b: ConfiguredName): boolean {
  if (a.kind === 'team') return b.kind === 'team' && a.team === b.team
  return b.kind === 'person' && a.id === b.id
}

/** A team that was named and is gone from the text stays required, and must still be one that can commit (S6). */
function lostTeamProblem(snapshot: Snapshot, personOrTeam: NamedTeam): readonly Problem[] {
  const why = teamProblem(snapshot, personOrTeam)
  if (why === null) return []
  return [
    {
      source: 'people',
      message: `\`@${personOrTeam.name}\` was named earlier and is still required, but ${why.replace(/\.$/, '')}. Alternatively, a maintainer other than the author comments \`/release @${personOrTeam.name} <reason>\`.`,
      place: null,
    },
  ]
}
