import type { Mention } from '../../documents/markdown/mention.ts'
import type { Snapshot } from '../../facts/snapshot.ts'
import { personProblem } from '../../rfc/name-problems.ts'
import { lookUp, type PersonOrTeam, personOrTeamOf, writtenKey } from '../../rfc/person-or-team.ts'
import type { Digest, Name } from '../recorded-command.ts'

/** Returns the name of a person or team by their ids; null for a team that GitHub does not show. */
export function nameOfFound(found: PersonOrTeam): Name | null {
  if (found.kind === 'person') return { kind: 'person', person: found.person.id }
  if (found.found.kind !== 'found') return null
  return { kind: 'team', team: found.found.id, quorum: found.all ? 'all' : found.quorum }
}

/** Returns whom a text names; a name of no account or team, as written, is a digest (L3). */
export function nameIn(snapshot: Snapshot, mention: Mention, digestOf: (text: string) => Digest): Name {
  const found = personOrTeamOf(snapshot, mention)
  const name = found && nameOfFound(found)
  return name ?? { kind: 'unresolved', name: digestOf(writtenKey(mention)) }
}

/** Returns whom a command is about; somebody who could not commit is nobody who can be meant (C3). */
export function nameMeant(snapshot: Snapshot, mention: Mention, digestOf: (text: string) => Digest): Name {
  const found = mention.kind === 'person' ? lookUp(snapshot, mention.login) : null
  const isUnable =
    found?.kind === 'found' &&
    mention.kind === 'person' &&
    personProblem(mention.login, found.person, found.canRead) !== null
  return isUnable
    ? { kind: 'unresolved', name: digestOf(writtenKey(mention)) }
    : nameIn(snapshot, mention, digestOf)
}
