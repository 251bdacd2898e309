import type { Mention } from '../documents/markdown/mention.ts'
import type { KeptPersonOrTeam } from '../facts/kept-notes.ts'
import { type Person, type PersonFound, type Snapshot, type TeamFound, teamKey } from '../facts/snapshot.ts'

/** Somebody a name stands for, held by GitHub's numeric id (S4); or a team, whose members are read live (S3). */
export type PersonOrTeam =
  | { readonly kind: 'person'; readonly person: Person }
  | {
      readonly kind: 'team'
      readonly team: string
      readonly name: string
      readonly found: TeamFound
      /** How many members besides the author; 0 where only `(all)` was asked for. */
      readonly quorum: number
      /** Every member was asked for. */
      readonly all: boolean
    }

export type NamedTeam = Extract<PersonOrTeam, { kind: 'team' }>

/** What GitHub says of a login, and whether it belongs to somebody else than when it was first seen here (S4). */
export type Login = PersonFound | { readonly kind: 'changed hands'; readonly person: Person }

/** Looks a login up. Of one that changed hands, `person` is whom it stood for. */
export function lookUp({ people, remembered, ...facts }: Snapshot, login: string): Login {
  const found = people.get(login.toLowerCase()) ?? { kind: 'unknown' as const }
  const first = remembered.logins.get(login.toLowerCase())
  if (first === undefined || (found.kind === 'found' && found.person.id === first)) return found
  const known = [
    ...facts.posts.map(({ author }) => author),
    ...facts.askedForReview.map(({ person }) => person),
  ].find((person) => person?.id === first)
  return { kind: 'changed hands', person: known ?? { id: first, login, type: 'User' } }
}

/** Whom a name stands for; null where it stands for nobody who could commit. */
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

/** Whom one of our notes stands for: a person by their id, a team as it is now. */
export function notedPersonOrTeam(snapshot: Snapshot, noted: KeptPersonOrTeam): PersonOrTeam | null {
  return noted.kind === 'person' ? noted : personOrTeamOf(snapshot, teamMention(noted))
}

/** A noted team as it would be written. */
export function teamMention({ team, quorum }: Extract<KeptPersonOrTeam, { kind: 'team' }>): Mention {
  const [org = '', slug = ''] = team.split('/')
  return { kind: 'team', org, slug, quorum }
}

/** What GitHub says of a team; one that was not looked up is not believed to have members. */
function teamFound({ teams }: Snapshot, team: string): TeamFound {
  return teams.get(team) ?? { kind: 'unreadable', why: 'could not be read from GitHub' }
}

/** Whether somebody is in a team now. */
export function isMember(found: TeamFound, personId: number): boolean {
  return found.kind === 'found' && found.members.some(({ id }) => id === personId)
}

/** Whether a party is a team whose members GitHub does not tell now. */
export function isUnreadTeam(personOrTeam: PersonOrTeam): boolean {
  return personOrTeam.kind === 'team' && personOrTeam.found.kind === 'unreadable'
}

/** Two namings of one party as one: of a team the highest quorum stands (S6). */
export function joined(a: PersonOrTeam, b: PersonOrTeam): PersonOrTeam {
  if (a.kind === 'person' || b.kind === 'person') return a
  return { ...a, quorum: Math.max(a.quorum, b.quorum), all: a.all || b.all }
}

/** Parties by their keys, each once. */
export function joinedByKey(peopleAndTeams: readonly PersonOrTeam[]): ReadonlyMap<string, PersonOrTeam> {
  const byKey = new Map<string, PersonOrTeam>()
  for (const personOrTeam of peopleAndTeams) {
    const known = byKey.get(keyOf(personOrTeam))
    byKey.set(keyOf(personOrTeam), known ? joined(known, personOrTeam) : personOrTeam)
  }
  return byKey
}

/** What a name is known by when it is set aside by `/release` or brought in by `/add`. */
export function keyOf(personOrTeam: PersonOrTeam): string {
  return personOrTeam.kind === 'person' ? personKey(personOrTeam.person.id) : `team ${personOrTeam.team}`
}

export function personKey(id: number): string {
  return `person ${id}`
}

/** The key of a name as it is written: what `/release` settles where it stands for nobody (S4). */
export function writtenKey(name: Mention): string {
  switch (name.kind) {
    case 'person':
      return `name ${name.login.toLowerCase()}`
    case 'team':
      return `team ${teamKey(name)}`
    case 'invalid':
      return `name ${name.text.toLowerCase().replace(/\s*\([^)]*\)$/, '')}`
  }
}
