import type { UserId } from '../facts/ids.ts'
import type { Person } from '../facts/person.ts'
import type { Case } from './case.ts'
import { isMember, keyOf, personKey, personOrTeamOf } from './person-or-team.ts'
import { stakeholderListAt } from './stakeholder-lists.ts'
import type { Version } from './versions.ts'

/** A role that changed, of a person or of a team whose quorum that person fills (F2b). */
export interface ChangedRole {
  /** As it is written: `@ada`, `@acme/sre`. */
  readonly of: string
  /** Empty where there was none. */
  readonly before: string
  readonly now: string
}

interface RolesAt {
  /** Roles beside each name, by `keyOf`; of someone named more than once, all of them. */
  readonly roles: ReadonlyMap<string, { readonly name: string; readonly role: string }>
  readonly teams: readonly { readonly key: string; readonly isMember: (id: UserId) => boolean }[]
}

/**
 * Returns a function that lists the roles that differ between two versions and concern one person: their own, and those
 * of their teams (F2b). Only someone named in both has a changed role.
 */
export function roleReader(
  theCase: Case,
): (before: Version, now: Version, person: Person) => readonly ChangedRole[] {
  const known = new Map<Version, RolesAt>()
  const at = (version: Version): RolesAt => {
    const found = known.get(version) ?? rolesAt(theCase, version)
    known.set(version, found)
    return found
  }
  return (before, now, person) => {
    const then = at(before)
    const current = at(now)
    const keys = [
      personKey(person.id),
      ...current.teams.flatMap(({ key, isMember }) => (isMember(person.id) ? [key] : [])),
    ]
    return keys.flatMap((key): readonly ChangedRole[] => {
      const [old, fresh] = [then.roles.get(key), current.roles.get(key)]
      if (!old || !fresh || old.role === fresh.role) return []
      return [{ of: fresh.name, before: old.role, now: fresh.role }]
    })
  }
}

function rolesAt(theCase: Case, version: Version): RolesAt {
  const { names } = stakeholderListAt(theCase, version)
  const peopleAndTeams = names.flatMap(({ mention }) => {
    const personOrTeam = personOrTeamOf(theCase.snapshot, mention)
    return personOrTeam ? [{ personOrTeam, key: keyOf(personOrTeam), role: mention.role ?? '' }] : []
  })
  const roles = [...Map.groupBy(peopleAndTeams, ({ key }) => key)].map(([key, all]) => {
    const [{ personOrTeam } = {}] = all
    const name =
      personOrTeam?.kind === 'team' ? `@${personOrTeam.name}` : `@${personOrTeam?.person.login ?? ''}`
    const role = [...new Set(all.map((each) => each.role).filter((role) => role !== ''))].sort().join('; ')
    return [key, { name, role }] as const
  })
  const teams = peopleAndTeams.flatMap(({ personOrTeam, key }) =>
    personOrTeam.kind === 'team' ? [{ key, isMember: (id: UserId) => isMember(personOrTeam.found, id) }] : [],
  )
  return { roles: new Map(roles), teams }
}
