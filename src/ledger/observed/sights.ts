import { isBlocking, isForMaintainers } from '../../commands/effects.ts'
import { COMMANDS } from '../../commands/commands.ts'
import type { CommandWord } from '../../commands/model/command-word.ts'
import { loginKey, type TeamId, type Timestamp } from '../../facts/ids.ts'
import type { Person } from '../../facts/person.ts'
import type { TeamKey } from '../../facts/keys.ts'
import type { Case } from '../../rfc/case.ts'
import { isMember, isUnreadTeam, type PersonOrTeam, personOrTeamOf } from '../../rfc/person-or-team.ts'
import { isDescription } from '../../rfc/documents-at.ts'
import {
  baseStakeholders,
  configStakeholders,
  peopleAndTeamsIn,
  stakeholderListAt,
} from '../../rfc/stakeholder-lists.ts'
import type { FirstSight } from '../entry.ts'
import {
  actOf,
  type Digest,
  nameKey,
  type NameKey,
  personName,
  type RecordedCommand,
} from '../recorded-command.ts'
import { nameIn, nameOfFound } from './names.ts'

/** What the author of a post may do when a revision of it is first seen (C0). */
export interface Sights {
  readonly at: Timestamp
  /** Null while a team that may have them as a member cannot be read: it is asked again and never assumed. */
  readonly of: (
    author: Person,
    commands: readonly RecordedCommand[],
    first: {
      readonly at: Timestamp
      readonly written: Timestamp
      readonly wasAccepted: boolean
      readonly wasHeld: boolean
    },
  ) => FirstSight | null
  /** Whether any text of the pull request names a person by themself. */
  readonly isNamedByText: (author: Person) => boolean
}

/** What commands say about teams that cannot be read: one was added; those released are asked of nobody any more (C3). */
export interface UnreadTeams {
  readonly isAnyAdded: boolean
  readonly released: ReadonlySet<TeamKey>
}

/** Returns what GitHub allows the authors of posts now. */
export function sightsOf(
  theCase: Case,
  { isAnyAdded, released }: UnreadTeams,
  digestOf: (text: string) => Digest,
): Sights {
  const { snapshot, config, versions, current } = theCase
  const listsAtBase = [
    baseStakeholders(theCase),
    ...[...versions, current].map(({ commit }) => configStakeholders(theCase, commit)),
  ]
  const atBase = listsAtBase.flatMap((list) => peopleAndTeamsIn(snapshot, list))
  const byText = [...versions, current].flatMap((version) =>
    peopleAndTeamsIn(snapshot, stakeholderListAt(theCase, version)),
  )
  // A maintainer may release a name that is no account (C3).
  const namedAtBase = new Set(
    listsAtBase.flatMap(({ names }) =>
      names.map(({ mention }) => nameKey(nameIn(snapshot, mention, digestOf))),
    ),
  )
  const byDescription = namedByDescription(theCase)
  const isAnyUnread =
    isAnyAdded ||
    [...atBase, ...byText].some(
      (found) => isUnreadTeam(found) && !(found.kind === 'team' && released.has(found.team)),
    )
  const teams = [...snapshot.teams.values()]
  const teamsOf = ({ id }: Person): readonly TeamId[] =>
    teams
      .flatMap((team) => (team.kind === 'found' && isMember(team, id) ? [team.id] : []))
      .sort((a, b) => a - b)
  const isDeciderUnread = config.stakeholders.deciders.some((name) => {
    const found = personOrTeamOf(snapshot, name)
    return found !== null && isUnreadTeam(found)
  })
  const isDecider = ({ id }: Person) =>
    config.stakeholders.deciders.some((name) => {
      const found = personOrTeamOf(snapshot, name)
      return found?.kind === 'team' ? isMember(found.found, id) : found?.person.id === id
    })
  return {
    at: snapshot.at,
    isNamedByText: ({ id }) => byText.some((found) => found.kind === 'person' && found.person.id === id),
    of: (author, commands, { at, written, wasAccepted, wasHeld }) => {
      if (isAnyUnread && commands.some(needsTeams)) return null
      const words = commands.flatMap(({ word }) =>
        Object.hasOwn(COMMANDS, word) ? [word as CommandWord] : [],
      )
      const role = snapshot.roles.get(loginKey(author.login))
      const isAsked = words.some(isForMaintainers)
      const isMaintainer = wasAccepted || role === 'maintain' || role === 'admin'
      const releases = words.includes('release')
      if (releases && isDeciderUnread && !isMaintainer && !isDecider(author)) return null
      const member = teamsOf(author)
      const isNamed = (key: NameKey) =>
        namedAtBase.has(key) || byDescription.some(({ since, keys }) => since < written && keys.has(key))
      const concerned: readonly NameKey[] = [
        personName(author.id),
        ...member.map((team): NameKey => `team ${team}`),
        ...commands.flatMap(({ names }) => names.map(nameKey)),
      ]
      return {
        at,
        teams: member,
        namedAtBase: [
          ...new Set(concerned.filter((key) => isNamed(key) || (wasHeld && key === personName(author.id)))),
        ].sort(),
        isMaintainer: isAsked && (wasAccepted || role !== undefined) ? isMaintainer : null,
        isDecider: releases ? isDecider(author) : null,
      }
    },
  }
}

/** Whom each version of the description named, where that is the document (D3). */
function namedByDescription(
  theCase: Case,
): readonly { readonly since: Timestamp; readonly keys: ReadonlySet<NameKey> }[] {
  return theCase.versions
    .filter((version) => isDescription(theCase, version))
    .map((version) => ({
      since: version.since,
      keys: keysOf(peopleAndTeamsIn(theCase.snapshot, stakeholderListAt(theCase, version))),
    }))
}

function keysOf(found: readonly PersonOrTeam[]): ReadonlySet<NameKey> {
  return new Set(found.flatMap((each) => nameOfFound(each) ?? []).map(nameKey))
}

/**
 * Whether what a command may do depends on the teams of its author: of what anybody may say, whether it blocks (P6).
 */
function needsTeams(command: RecordedCommand): boolean {
  const act = actOf(command)
  if (act.kind !== 'command') return act.kind === 'approve'
  return isBlocking(act) || !['anyone', 'maintainers', 'author'].includes(COMMANDS[act.word].who)
}
