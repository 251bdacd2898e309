import type { CommitSha, Timestamp, UserId } from '../facts/ids.ts'
import { type Kept, type KeptConfigName, keptIn } from '../facts/kept-notes.ts'
import type { Problem } from '../facts/problem.ts'
import type { Person } from '../facts/person.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { Case } from './case.ts'
import { type Mentions, mentionsOf } from './mentions.ts'
import { fillableQuorum, nameProblems, type Settled, teamProblem, tooManyNames } from './name-problems.ts'
import {
  isUnreadTeam,
  joined,
  joinedByKey,
  keyOf,
  type NamedTeam,
  notedPersonOrTeam,
  type PersonOrTeam,
} from './person-or-team.ts'
import {
  leftSince,
  type NamedAgain,
  namedAgain,
  namesIn,
  peopleAndTeamsIn,
  type StakeholderHistory,
  stakeholderListsOf,
  type VersionNames,
} from './stakeholder-history.ts'
import { unreadCommits, unreadNames } from './unread-names.ts'
import { firstLeftDraft } from './versions.ts'

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
  /** Named by the text outside draft, of whom GitHub keeps no record but that text: to be noted (S6). `toAsk`: asked for a review now. */
  readonly unrecorded: (toAsk: ReadonlySet<UserId>) => readonly PersonOrTeam[]
  /** Named, or once named, by the configuration and by nothing else: a change of it lets them go (S2). */
  readonly byConfig: readonly KeptConfigName[]
  /** People and teams no longer required since the configuration changed (S2). */
  readonly letGo: readonly KeptConfigName[]
  /** The problems of the names and of the required teams; released names have none (S4). */
  readonly problems: (settled: Settled, teams: readonly RequiredTeam[]) => readonly Problem[]
  /** How the text and the configuration mention each, by `keyOf`: roles and places (S1). */
  readonly mentions: ReadonlyMap<string, Mentions>
}

/** The most names one RFC may have (S5). */
export const MOST_NAMES = 200

/**
 * Returns everybody who is required, except for those added in comments: whom the document names now, whom a head named
 * since the pull request first left draft, whom the base version of a touched RFC file names, and whom the configuration
 * names (S1, S2, S6). Names that cannot commit are problems (S4).
 */
export function stakeholdersOf(theCase: Case): Stakeholders {
  const sources = sourcesOf(theCase)
  const { snapshot, history, notes } = sources
  const { now, live } = history
  const named = requiredNames(sources)
  const letGo = notes.byConfig.filter(
    (name) => !named.some(({ personOrTeam }) => isSameName(configName(personOrTeam), name)),
  )
  return {
    people: named.flatMap(({ personOrTeam, leftInCommit }) =>
      personOrTeam.kind === 'person' ? [{ person: personOrTeam.person, leftInCommit }] : [],
    ),
    teams: named.flatMap(({ personOrTeam, leftInCommit }) =>
      personOrTeam.kind === 'team' ? [{ ...personOrTeam, leftInCommit }] : [],
    ),
    unrecorded: (toAsk) => unrecordedIn(sources, toAsk),
    isNamedUnknown: (time) => isNamedUnknown(sources, time),
    isWritten: (key) => isWritten(sources, key),
    namedAgain: namedAgain(theCase, history),
    // A name that is no longer required stays noted: our review request is still there and would bring it back.
    byConfig: [...onlyConfigured(sources, named), ...letGo],
    letGo,
    mentions: mentionsOf(snapshot, now, live),
    problems: (settled, teams) => problemsIn(sources, settled, teams),
  }
}

/** Where the names of a pull request come from. */
interface Sources {
  readonly theCase: Case
  readonly snapshot: Snapshot
  readonly history: StakeholderHistory
  /** Versions that were current outside draft: the people they name stay required (S6). */
  readonly kept: readonly VersionNames[]
  /** Whom the text, the configuration and the base version name now. */
  readonly now: readonly PersonOrTeam[]
  readonly live: readonly PersonOrTeam[]
  readonly base: readonly PersonOrTeam[]
  readonly notes: Kept
  /** People and teams in our notes. */
  readonly noted: readonly PersonOrTeam[]
  /** Of those, the ones that no text names that can be read: a text names from its own time on. */
  readonly onlyNoted: readonly PersonOrTeam[]
  /** Ids of the people whom this App asked for a review. */
  readonly asked: ReadonlySet<UserId>
}

function sourcesOf(theCase: Case): Sources {
  const { snapshot } = theCase
  const history = stakeholderListsOf(theCase)
  const { versions } = history
  const notes = keptIn(snapshot)
  const noted = notes.named.flatMap((name) => notedPersonOrTeam(snapshot, name) ?? [])
  const inTexts = new Set(versions.flatMap(({ document }) => document.map(keyOf)))
  return {
    theCase,
    snapshot,
    history,
    kept: versions.filter(({ isKept }) => isKept),
    now: peopleAndTeamsIn(snapshot, history.now),
    live: peopleAndTeamsIn(snapshot, history.live),
    base: peopleAndTeamsIn(snapshot, history.base),
    notes,
    noted,
    onlyNoted: noted.filter((personOrTeam) => !inTexts.has(keyOf(personOrTeam))),
    asked: new Set(askedByApp(snapshot).map(({ id }) => id)),
  }
}

interface RequiredName {
  readonly personOrTeam: PersonOrTeam
  readonly leftInCommit: CommitSha | null
}

/** Everyone required, each once; the highest quorum of a team is required (S6). */
function requiredNames({ snapshot, history, kept, now, live, base, notes, noted }: Sources): RequiredName[] {
  const required = new Map<string, RequiredName>()
  const require = (personOrTeam: PersonOrTeam, leftInCommit: () => CommitSha | null) => {
    const key = keyOf(personOrTeam)
    const known = required.get(key)
    required.set(
      key,
      known
        ? { ...known, personOrTeam: joined(known.personOrTeam, personOrTeam) }
        : { personOrTeam, leftInCommit: leftInCommit() },
    )
  }
  const requireSinceLeft = (personOrTeam: PersonOrTeam) =>
    require(personOrTeam, () => leftSince(snapshot, history.versions, keyOf(personOrTeam)))
  for (const personOrTeam of [...now, ...live]) require(personOrTeam, () => null)
  const staysRequired = staysRequiredAmong([...now, ...live, ...noted])
  for (const personOrTeam of base.filter(staysRequired))
    require(personOrTeam, () => snapshot.pullRequest.head)
  for (const { document } of kept) document.filter(staysRequired).forEach(requireSinceLeft)
  for (const { config } of kept) {
    for (const personOrTeam of config.filter(staysRequired)) require(personOrTeam, () => null)
  }
  // GitHub keeps our review requests by id, so a login that changed hands or was renamed stays required.
  for (const person of askedByApp(snapshot)) {
    const personOrTeam: PersonOrTeam = { kind: 'person', person }
    if (!wasByConfig(notes, personOrTeam)) requireSinceLeft(personOrTeam)
  }
  noted.forEach(requireSinceLeft)
  return [...required.values()]
}

/** Named in our notes or by a text outside draft. */
function inTextsOutsideDraft({ noted, kept }: Sources): readonly PersonOrTeam[] {
  return [...joinedByKey([...noted, ...kept.flatMap(({ document }) => document)]).values()]
}

function unrecordedIn(sources: Sources, toAsk: ReadonlySet<UserId>): readonly PersonOrTeam[] {
  const { snapshot, now, base, noted, asked } = sources
  // The current head is announced by the run that bears the note; another base may be chosen tomorrow.
  const standing = firstLeftDraft(snapshot) === null ? [] : [...now, ...base]
  const all = [...joinedByKey([...inTextsOutsideDraft(sources), ...standing]).values()]
  return all.filter((personOrTeam) =>
    personOrTeam.kind === 'team'
      ? // A name that never was a team is left out; one that was renamed or deleted since is kept (S4).
        personOrTeam.found.kind !== 'unknown' || noted.some((known) => keyOf(known) === keyOf(personOrTeam))
      : !(asked.has(personOrTeam.person.id) || toAsk.has(personOrTeam.person.id)),
  )
}

function isNamedUnknown(
  { theCase, snapshot, history, live, base, noted }: Sources,
  time: Timestamp,
): boolean {
  const before = history.versions.filter(({ version }) => version.since < time)
  const named = [
    ...base,
    ...live,
    ...before.flatMap(({ stakeholderList }) => peopleAndTeamsIn(snapshot, stakeholderList)),
    ...noted,
  ]
  const versions = before.map(({ version }) => version)
  return named.some(isUnreadTeam) || unreadCommits(theCase, versions).size > 0
}

function isWritten({ history, onlyNoted }: Sources, key: string): boolean {
  const { base, live, versions } = history
  return (
    onlyNoted.some((personOrTeam) => keyOf(personOrTeam) === key) ||
    namesIn([base, live, ...versions.map(({ stakeholderList }) => stakeholderList)]).has(key)
  )
}

/** Those whom nothing but the configuration names, or named once: a change of it lets them go (S2). */
function onlyConfigured(sources: Sources, named: readonly RequiredName[]): readonly KeptConfigName[] {
  const { snapshot, now, base, notes, asked } = sources
  const byDocuments = new Set([...now, ...base, ...inTextsOutsideDraft(sources)].map(keyOf))
  return named.flatMap(({ personOrTeam }) => {
    const isProvedOtherwise =
      personOrTeam.kind === 'person' && asked.has(personOrTeam.person.id) && !wasByConfig(notes, personOrTeam)
    return byDocuments.has(keyOf(personOrTeam)) || isProvedOtherwise
      ? []
      : [configNote(snapshot, personOrTeam)]
  })
}

function problemsIn(
  { theCase, snapshot, history, kept, now, live }: Sources,
  settled: Settled,
  teams: readonly RequiredTeam[],
): readonly Problem[] {
  const { versions } = history
  const written = namesIn([
    history.now,
    history.base,
    history.live,
    ...versions.map(({ stakeholderList }) => stakeholderList),
  ])
  if (written.size > MOST_NAMES) return [tooManyNames(written.size, MOST_NAMES)]
  const shown = joinedByKey([...now, ...live])
  // A team that is still named may be required with a higher quorum, which an earlier head asked for (S6).
  const isReported = (team: RequiredTeam) => {
    const named = shown.get(keyOf(team))
    return named?.kind === 'team' && teamProblem(snapshot, named) !== null
  }
  const lost = teams.filter((team) => !isReported(team) && !settled.released.has(keyOf(team)))
  return [
    ...nameProblems(snapshot, history.now, 'document', settled),
    ...nameProblems(snapshot, history.live, 'config', settled),
    ...lost.flatMap((team) => lostTeamProblem(snapshot, team)),
    ...unreadNames(
      theCase,
      kept.map(({ version }) => version),
    ),
  ]
}

/** Whether someone stays required when no text names them any more: not a name that GitHub says is no team (S4). */
function staysRequiredAmong(named: readonly PersonOrTeam[]): (personOrTeam: PersonOrTeam) => boolean {
  const keys = new Set(named.map(keyOf))
  return (personOrTeam) =>
    personOrTeam.kind === 'person' || personOrTeam.found.kind !== 'unknown' || keys.has(keyOf(personOrTeam))
}

/** The people this App asked for a review: they were named outside draft then (V5, S6). */
function askedByApp({ askedForReview }: Snapshot): readonly Person[] {
  return askedForReview.flatMap(({ person, byAppAt }) =>
    byAppAt !== null && person.type === 'User' ? [person] : [],
  )
}

/** Whether our newest note records that only the configuration named them: a change of it ends the requirement (S2). */
function wasByConfig({ byConfig }: Kept, personOrTeam: PersonOrTeam): boolean {
  return byConfig.some((name) => isSameName(configName(personOrTeam), name))
}

function configName(personOrTeam: PersonOrTeam): KeptConfigName {
  return personOrTeam.kind === 'team'
    ? { kind: 'team', team: personOrTeam.team }
    : { kind: 'person', id: personOrTeam.person.id, login: personOrTeam.person.login }
}

/** The same to be noted, with the quorum of a team that it had the members for (S3). */
function configNote(snapshot: Snapshot, personOrTeam: PersonOrTeam): KeptConfigName {
  const name = configName(personOrTeam)
  return personOrTeam.kind === 'team' ? { ...name, ...fillableQuorum(snapshot, personOrTeam) } : name
}

function isSameName(a: KeptConfigName, b: KeptConfigName): boolean {
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
