import { announceMembership } from '../webhooks/events.ts'
import { accountByLogin, fullName, must, teamBySlug } from '../world/find.ts'
import type { Account, Role, Team } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'
import { account, type Who } from './who.ts'

export interface NewAccount {
  readonly type?: Account['type']
  readonly id?: number
}

/** Somebody signs up. Throws when the login is taken. */
export function createAccount(world: World, login: string, { type = 'User', id }: NewAccount = {}): Account {
  if (accountByLogin(world.state, login)) throw new Error(`The login "${login}" is taken`)
  const created: Account = {
    id: id ?? nextId(world.state),
    login,
    type,
    createdAt: world.clock.iso(),
    members: new Map(),
    basePermission: 'none',
    flagged: false,
  }
  if (world.state.accounts.has(created.id)) throw new Error(`The account id ${created.id} is taken`)
  world.state.accounts.set(created.id, created)
  return created
}

export interface NewOrganization {
  readonly owners?: readonly Who[]
  readonly members?: readonly Who[]
  readonly basePermission?: Role
  readonly id?: number
}

/** An organisation is founded; owners are admins of all its repositories. */
export function createOrganization(world: World, login: string, options: NewOrganization = {}): Account {
  const { id } = options
  const created = createAccount(world, login, { type: 'Organization', ...(id === undefined ? {} : { id }) })
  created.basePermission = options.basePermission ?? 'read'
  for (const who of options.members ?? []) created.members.set(account(world, who).id, 'member')
  for (const who of options.owners ?? []) created.members.set(account(world, who).id, 'admin')
  return created
}

/** An account takes another login; the old one is free for anybody at once (GH-166), and leads to its repositories. */
export function renameAccount(world: World, who: Who, login: string): void {
  if (accountByLogin(world.state, login)) throw new Error(`The login "${login}" is taken`)
  const renamed = account(world, who)
  for (const each of world.state.repositories.values()) {
    if (each.ownerId === renamed.id) {
      world.state.formerNames.set(fullName(world.state, each).toLowerCase(), each.id)
    }
  }
  renamed.login = login
}

/** An account goes: what it wrote stays and belongs to `ghost`, what it was given is gone. */
export function deleteAccount(world: World, who: Who): void {
  const { id } = account(world, who)
  world.state.accounts.delete(id)
  for (const each of world.state.accounts.values()) each.members.delete(id)
  for (const team of world.state.teams.values()) team.members.delete(id)
  for (const repository of world.state.repositories.values()) repository.collaborators.delete(id)
  for (const pull of world.state.pulls.values()) {
    const at = pull.reviewRequests.findIndex((each) => each.kind === 'user' && each.reviewerId === id)
    if (at >= 0) pull.reviewRequests.splice(at, 1)
  }
}

/** GitHub flags an account, or lets it be again: what it wrote is out of sight as long, and so is it (GH-180). */
export function flagAccount(world: World, who: Who, isFlagged = true): void {
  account(world, who).flagged = isFlagged
}

/** Somebody leaves an organisation, or is made to, and with it its teams and what they may do there. */
export function removeMember(world: World, organization: Who, who: Who): void {
  const org = account(world, organization)
  const member = account(world, who)
  for (const team of world.state.teams.values()) {
    if (team.organizationId === org.id) leaveTeam(world, team, member)
  }
  for (const repository of world.state.repositories.values()) {
    if (repository.ownerId === org.id) repository.collaborators.delete(member.id)
  }
  org.members.delete(member.id)
}

export interface NewTeam {
  readonly members?: readonly Who[]
  readonly parent?: Team
  readonly secret?: boolean
}

/** A team is formed in an organisation; its members become members of the organisation. */
export function createTeam(world: World, organization: Who, name: string, options: NewTeam = {}): Team {
  const org = account(world, organization)
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  if (teamBySlug(world.state, org.id, slug)) throw new Error(`The team "${org.login}/${slug}" exists already`)
  const team: Team = {
    id: nextId(world.state),
    organizationId: org.id,
    name,
    slug,
    parentId: options.parent?.id ?? null,
    secret: options.secret ?? false,
    members: new Set(),
  }
  world.state.teams.set(team.id, team)
  for (const who of options.members ?? []) joinTeam(world, team, who)
  return team
}

export function joinTeam(world: World, team: Team, who: Who): void {
  const member = account(world, who)
  const org = must(world.state.accounts.get(team.organizationId), 'organisation of a team')
  if (!org.members.has(member.id)) org.members.set(member.id, 'member')
  team.members.add(member.id)
  announceMembership(world, team, member, 'added')
}

export function leaveTeam(world: World, team: Team, who: Who): void {
  const member = account(world, who)
  if (team.members.delete(member.id)) announceMembership(world, team, member, 'removed')
}

/** A team goes, and with it what it was given; its child teams move up. */
export function deleteTeam(world: World, team: Team): void {
  world.state.teams.delete(team.id)
  for (const each of world.state.teams.values()) if (each.parentId === team.id) each.parentId = team.parentId
  for (const repository of world.state.repositories.values()) repository.teams.delete(team.id)
}
