import type { Mention } from '../documents/markdown/mention.ts'
import { type Login, loginKey, type UserId } from '../facts/ids.ts'
import { type TeamKey, teamKey } from '../facts/keys.ts'
import type { Person } from '../facts/person.ts'
import type { PersonFound, Snapshot, TeamFound } from '../facts/snapshot.ts'

/** The person a name refers to, by GitHub's numeric id (S4); or a team, whose members are read live (S3). */
export type PersonOrTeam =
  | { readonly kind: 'person'; readonly person: Person }
  | {
      readonly kind: 'team'
      readonly team: TeamKey
      readonly name: string
      readonly found: TeamFound
      /** How many members besides the author; 0 where only `(all)` was asked for. */
      readonly quorum: number
      /** Every member was asked for. */
      readonly all: boolean
    }

export type NamedTeam = Extract<PersonOrTeam, { kind: 'team' }>

/** What GitHub returns for a login, and whether it belongs to another account than when it was first seen here (S4). */
export type LoginFound = PersonFound | { readonly kind: 'changed hands'; readonly person: Person }

/** Looks up a login. When it changed hands, `person` is the account it referred to first. */
export function lookUp({ people, remembered, ...facts }: Snapshot, login: Login): LoginFound {
  const found = people.get(loginKey(login)) ?? { kind: 'unknown' as const }
  const first = remembered.logins.get(loginKey(login))
  if (first === undefined || (found.kind === 'found' && found.person.id === first)) return found
  const known = [
    ...facts.posts.map(({ author }) => author),
    ...facts.askedForReview.map(({ person }) => person),
  ].find((person) => person?.id === first)
  return { kind: 'changed hands', person: known ?? { id: first, login, type: 'User' } }
}

/** Returns the person or team that a name refers to; null where that cannot commit. */
export function personOrTeamOf(snapshot: Snapshot, name: Mention): PersonOrTeam | null {
  if (name.kind === 'invalid') return null
  if (name.kind === 'team') {
    const team = teamKey(name)
    const found = teamFound(snapshot, team)
    const spelled = found.kind === 'found' ? found.name : `${name.org}/${name.slug}`
    const all = name.quorum === 'all'
    return { kind: 'team', team, name: spelled, found, quorum: name.quorum === 'all' ? 0 : name.quorum, all }
  }
  const login = lookUp(snapshot, name.login)
  return login.kind !== 'unknown' && login.person.type === 'User'
    ? { kind: 'person', person: login.person }
    : null
}

/** Returns a team as a mention of it. */
export function teamMention({
  team,
  quorum,
}: {
  readonly team: TeamKey
  readonly quorum: number | 'all'
}): Mention {
  const [org = '', slug = ''] = team.split('/')
  return { kind: 'team', org, slug, quorum }
}

/** What GitHub returned for a team; one that was not looked up has no known members. */
function teamFound({ teams }: Snapshot, team: TeamKey): TeamFound {
  return teams.get(team) ?? { kind: 'unreadable', why: 'could not be read from GitHub' }
}

/** Returns whether a person is in a team now. */
export function isMember(found: TeamFound, personId: UserId): boolean {
  return found.kind === 'found' && found.members.some(({ id }) => id === personId)
}

/** Returns whether a person or team can commit: a name of a team that GitHub does not know cannot (S4). */
export function mayCommit(personOrTeam: PersonOrTeam): boolean {
  return personOrTeam.kind === 'person' || personOrTeam.found.kind !== 'unknown'
}

/** Returns whether this is a team whose members GitHub does not return now. */
export function isUnreadTeam(personOrTeam: PersonOrTeam): boolean {
  return personOrTeam.kind === 'team' && personOrTeam.found.kind === 'unreadable'
}

/** Returns two mentions of one person or team as one: the highest quorum of a team is required (S6). */
export function joined(a: PersonOrTeam, b: PersonOrTeam): PersonOrTeam {
  if (a.kind === 'person' || b.kind === 'person') return a
  return { ...a, quorum: Math.max(a.quorum, b.quorum), all: a.all || b.all }
}

/** Returns people and teams by their keys, each once. */
export function joinedByKey(peopleAndTeams: readonly PersonOrTeam[]): ReadonlyMap<string, PersonOrTeam> {
  const byKey = new Map<string, PersonOrTeam>()
  for (const personOrTeam of peopleAndTeams) {
    const known = byKey.get(keyOf(personOrTeam))
    byKey.set(keyOf(personOrTeam), known ? joined(known, personOrTeam) : personOrTeam)
  }
  return byKey
}

/** Returns the key of a person or team for `/release` and `/add`. */
export function keyOf(personOrTeam: PersonOrTeam): string {
  return personOrTeam.kind === 'person' ? personKey(personOrTeam.person.id) : `team ${personOrTeam.team}`
}

/** Returns the key of a person, by their id; see `keyOf`. */
export function personKey(id: UserId): string {
  return `person ${id}`
}

/** Returns the key of a name as written, which `/release` uses for a name that refers to no account (S4). */
export function writtenKey(name: Mention): string {
  switch (name.kind) {
    case 'person':
      return `name ${loginKey(name.login)}`
    case 'team':
      return `team ${teamKey(name)}`
    case 'invalid':
      return `name ${name.text.toLowerCase().replace(/\s*\([^)]*\)$/, '')}`
  }
}
