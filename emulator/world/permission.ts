import type { Repository, Role, Team, WorldState } from './state.ts'

const RANK: Readonly<Record<Role, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 }

/** Whether `role` allows what `needed` allows. */
export function atLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed]
}

/** What a person was given in a repository, by name, by team or by membership; `none` for strangers. */
export function grantedRole(state: WorldState, repository: Repository, accountId: number): Role {
  if (repository.ownerId === accountId) return 'admin'
  const owner = state.accounts.get(repository.ownerId)
  const membership = owner?.members.get(accountId)
  if (membership === 'admin') return 'admin'
  const roles: Role[] = [repository.collaborators.get(accountId) ?? 'none']
  if (membership) roles.push(owner?.basePermission ?? 'none')
  for (const [teamId, role] of repository.teams) {
    const team = state.teams.get(teamId)
    if (team && membersOf(state, team).has(accountId)) roles.push(role)
  }
  // Nobody but members can be in the organisation that an internal repository is open to.
  if (membership && repository.visibility === 'internal') roles.push('read')
  return roles.reduce((best, role) => (RANK[role] > RANK[best] ? role : best), 'none')
}

/** What a person may do in a repository: what was granted, and reading for everybody where it is public. */
export function roleOf(state: WorldState, repository: Repository, accountId: number): Role {
  const granted = grantedRole(state, repository, accountId)
  return granted === 'none' && repository.visibility === 'public' ? 'read' : granted
}

/** The members of a team; those of the teams inside it count as its own. */
export function membersOf(state: WorldState, team: Team): Set<number> {
  const members = new Set(team.members)
  for (const child of childrenOf(state, team)) for (const id of membersOf(state, child)) members.add(id)
  return members
}

export function childrenOf(state: WorldState, team: Team): Team[] {
  return [...state.teams.values()].filter((each) => each.parentId === team.id)
}

/** Everybody who can do more in a repository than any passer-by. */
export function collaboratorsOf(state: WorldState, repository: Repository): { id: number; role: Role }[] {
  return [...state.accounts.values()]
    .filter((account) => account.type === 'User')
    .map((account) => ({ id: account.id, role: grantedRole(state, repository, account.id) }))
    .filter(({ role }) => role !== 'none')
}
