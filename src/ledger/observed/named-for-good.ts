import { formerNotes } from '../../facts/former-notes.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import type { Case } from '../../rfc/case.ts'
import { type NamedTeam, type PersonOrTeam, personOrTeamOf, teamMention } from '../../rfc/person-or-team.ts'
import {
  baseStakeholders,
  configStakeholders,
  peopleAndTeamsIn,
  stakeholderListAt,
} from '../../rfc/stakeholder-lists.ts'
import { readyTips } from '../../rfc/stretches.ts'
import type { Entry } from '../entry.ts'
import type { Digest, Name } from '../recorded-command.ts'
import type { Added } from '../state.ts'
import { nameOfFound } from './names.ts'

/**
 * Returns whom a text names that may not be read again: the base versions of the files that tips touch while the pull request
 * is ready; and what a version without a ledger noted and asked for a review (S6).
 */
export function namedForGood(
  theCase: Case,
  digestOf: (text: string) => Digest,
  isFormer: boolean,
): readonly Entry[] {
  const { snapshot } = theCase
  const tips = new Set(readyTips(theCase).flatMap(({ version }) => version.commit ?? []))
  const atBase = [...tips].flatMap((commit) => peopleAndTeamsIn(snapshot, baseStakeholders(theCase, commit)))
  const all = [...atBase, ...(isFormer ? namedFormerly(snapshot) : [])]
  return all.flatMap((found): readonly Entry[] => {
    const name = nameToKeep(found, digestOf)
    return name ? [{ kind: 'named', at: snapshot.at, seen: snapshot.at, from: 'read', name }] : []
  })
}

/** Whom only the configuration named is required by what it says now (S2). */
function namedFormerly(snapshot: Snapshot): readonly PersonOrTeam[] {
  const { named, byConfig } = formerNotes(snapshot)
  const asked = snapshot.askedForReview.flatMap(({ person, byAppAt }) =>
    byAppAt !== null && person.type === 'User' && !byConfig.has(person.id) ? [person] : [],
  )
  return [
    ...asked.map((person): PersonOrTeam => ({ kind: 'person', person })),
    ...named.flatMap((name) =>
      name.kind === 'person' ? name : (personOrTeamOf(snapshot, teamMention(name)) ?? []),
    ),
  ]
}

/** A team that cannot be read has no id yet: it is kept as it is written. One that is no team obliges nobody (S4). */
function nameToKeep(found: PersonOrTeam, digestOf: (text: string) => Digest): Name | null {
  if (found.kind === 'team' && found.found.kind === 'unreadable')
    return { kind: 'unresolved', name: digestOf(`team ${found.team}`) }
  return nameOfFound(found)
}

/** Returns the quorums for which the teams have the members that any text, the configuration or a command names (S3). */
export function quorumsMet(theCase: Case, added: readonly Added[]): readonly Entry[] {
  const { snapshot, tips, current } = theCase
  const lists = [
    ...[...tips.map(({ version }) => version), current].map((version) => stakeholderListAt(theCase, version)),
    baseStakeholders(theCase),
    configStakeholders(theCase, current.commit),
  ]
  const found = new Map(
    [...snapshot.teams].flatMap(([key, team]) => (team.kind === 'found' ? [[team.id, key]] : [])),
  )
  const byCommand = added.flatMap(({ name }) => {
    const team = name.kind === 'team' ? found.get(name.team) : undefined
    const mention = team && name.kind === 'team' ? teamMention({ team, quorum: name.quorum }) : null
    return (mention && personOrTeamOf(snapshot, mention)) ?? []
  })
  return [...lists.flatMap((list) => peopleAndTeamsIn(snapshot, list)), ...byCommand]
    .filter((each): each is NamedTeam => each.kind === 'team')
    .flatMap(({ found: team, quorum }): readonly Entry[] => {
      if (team.kind !== 'found' || quorum < 2) return []
      const others = team.members.filter(({ id }) => id !== snapshot.pullRequest.author?.id).length
      const evidence = { at: snapshot.at, seen: snapshot.at, from: 'read' } as const
      return others < quorum ? [] : [{ kind: 'quorum', ...evidence, team: team.id, quorum }]
    })
}
