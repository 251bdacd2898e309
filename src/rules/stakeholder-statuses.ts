import type { Release, Standing, World } from '../commands/model/world.ts'
import type { Person } from '../facts/person.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { Freshness } from '../rfc/freshness.ts'
import { joined, keyOf, personKey } from '../rfc/person-or-team.ts'
import type { RequiredTeam, Stakeholder, Stakeholders } from '../rfc/stakeholders.ts'
import type { Version } from '../rfc/versions.ts'
import type { StakeholderStatus } from './positions.ts'

/** Returns everyone required, including people added in a comment or who must comment again (C3, C6). */
export function requiredBy(
  stakeholders: Stakeholders,
  { added, mustSpeak }: World,
): { readonly people: readonly Stakeholder[]; readonly teams: readonly RequiredTeam[] } {
  const people = new Map(stakeholders.people.map((each) => [each.person.id, each]))
  const teams = new Map(stakeholders.teams.map((each) => [each.team, each]))
  for (const { personOrTeam } of added.values()) {
    if (personOrTeam.kind === 'person') {
      if (!people.has(personOrTeam.person.id))
        people.set(personOrTeam.person.id, { person: personOrTeam.person, leftInCommit: null })
      continue
    }
    const known = teams.get(personOrTeam.team)
    const both = known ? joined(known, personOrTeam) : personOrTeam
    if (both.kind === 'team')
      teams.set(personOrTeam.team, { ...both, leftInCommit: known?.leftInCommit ?? null })
  }
  for (const { person } of mustSpeak.values()) {
    if (!people.has(person.id)) people.set(person.id, { person, leftInCommit: null })
  }
  return { people: [...people.values()], teams: [...teams.values()] }
}

/** Returns the members of a team; none while they are unknown. */
export function membersOf({ found }: Pick<RequiredTeam, 'found'>): readonly Person[] {
  return found.kind === 'found' ? found.members : []
}

/** Returns the release of a team in effect, or null (C3). */
export function releaseOf({ released }: World, team: RequiredTeam): Release | null {
  return released.get(keyOf(team)) ?? null
}

/** Returns a function that derives the status of a stakeholder from their commands (P1–P5). */
export function statusesIn(
  snapshot: Snapshot,
  { standings, objections, released, mustSpeak, added }: World,
  text: {
    readonly freshness: (version: Version, person: Person) => Freshness
    readonly sharesProblem: (standing: Standing) => boolean
  },
): (stakeholder: Stakeholder) => StakeholderStatus {
  return ({ person, leftInCommit }) => {
    const standing = standings.get(person.id)
    const commitment = standing?.commitment ?? null
    const fresh = commitment ? text.freshness(commitment.version, person) : null
    const objects = objections.some(
      (objection) => objection.state === 'open' && objection.by.id === person.id,
    )
    const release = released.get(personKey(person.id)) ?? null
    const isAligned = standing?.alignment === 'aligned'
    return {
      person,
      position: positionOf(standing, { fresh, objects, release, mustSpeak: mustSpeak.has(person.id) }),
      alignment: isAligned && !text.sharesProblem(standing) ? 'stale' : (standing?.alignment ?? 'unsaid'),
      misaligned: standing?.misaligned ?? null,
      commitment,
      freshness: fresh,
      recused: standing?.recused ?? null,
      released: release,
      leftInCommit,
      addedBy: added.get(personKey(person.id))?.by?.login ?? null,
      silencedSince: mustSpeak.get(person.id)?.since ?? null,
      isAuthor: person.id === snapshot.pullRequest.author?.id,
    }
  }
}

function positionOf(
  standing: Standing | undefined,
  facts: { fresh: Freshness | null; objects: boolean; release: Release | null; mustSpeak: boolean },
): StakeholderStatus['position'] {
  if (facts.mustSpeak) return facts.objects ? 'objecting' : 'silent'
  if (facts.release) return 'released'
  if (standing?.recused) return 'recused'
  if (facts.objects) return 'objecting'
  if (!standing?.commitment) return 'silent'
  return facts.fresh?.kind === 'fresh' ? standing.commitment.kind : 'stale'
}
