import type { Snapshot } from '../facts/snapshot.ts'
import type { Digest, Name } from '../ledger/recorded-command.ts'
import { type PersonOrTeam, personOrTeamOf, teamMention } from '../rfc/person-or-team.ts'
import type { Said } from './said.ts'

/** Whom a recorded name means now; `unknown`: a team that neither its id nor the name it had finds any more (S3). */
export type Whom = PersonOrTeam | 'unknown'

/**
 * Returns a function for whom a recorded name means now. A team is held by its id and looked up by the name that it was
 * last found by. A name that was none of an account or team is null.
 */
export function whomIn(
  snapshot: Snapshot,
  said: Pick<Said, 'person'>,
  digestOf: (text: string) => Digest,
): (name: Name) => Whom | null {
  const byId = new Map(
    [...snapshot.teams].flatMap(([team, found]) =>
      found.kind === 'found' ? [[found.id, team] as const] : [],
    ),
  )
  const byDigest = new Map([...snapshot.teams.keys()].map((team) => [digestOf(`team ${team}`), team]))
  return (name) => {
    switch (name.kind) {
      case 'person':
        return { kind: 'person', person: said.person(name.person) }
      case 'team': {
        const team = byId.get(name.team) ?? snapshot.remembered.teams.get(name.team)
        return team
          ? (personOrTeamOf(snapshot, teamMention({ team, quorum: name.quorum })) ?? 'unknown')
          : 'unknown'
      }
      case 'unresolved': {
        const team = byDigest.get(name.name)
        const found = team ? personOrTeamOf(snapshot, teamMention({ team, quorum: 1 })) : null
        return found?.kind === 'team' && found.found.kind !== 'unknown' ? found : null
      }
      default:
        return name satisfies never
    }
  }
}
