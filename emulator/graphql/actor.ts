import { accountNodeId, accountUrl } from '../views/account.ts'
import { must, repositoryByName, teamBySlug } from '../world/find.ts'
import { nodeId } from '../node-id.ts'
import { childrenOf, membersOf, roleOf } from '../world/permission.ts'
import type { Account, App, Repository, Reviewer, Team } from '../world/state.ts'
import { connection, type PageArguments } from './connection.ts'
import { fault } from './fault.ts'
import { needMembers, sees, type View, type Viewing } from './viewing.ts'

const TYPENAMES = { User: 'User', Bot: 'Bot', Organization: 'Organization' } as const

/** The account behind an act; null for a deleted one, where REST says `ghost` (GH-199). */
export function actorView(viewing: Viewing, id: number | null): View | null {
  const account = id === null ? undefined : viewing.world.state.accounts.get(id)
  return account ? accountView(viewing, account) : null
}

/** The same where the schema wants a person: Apps are none. */
export function userView(viewing: Viewing, id: number | null): View | null {
  const account = id === null ? undefined : viewing.world.state.accounts.get(id)
  return account?.type === 'User' ? accountView(viewing, account) : null
}

export function accountView(viewing: Viewing, account: Account): View {
  const url = accountUrl(viewing.world, account)
  const common = {
    __typename: TYPENAMES[account.type],
    id: accountNodeId(account),
    databaseId: account.id,
    // GraphQL leaves out the "[bot]" that REST appends.
    login: account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login,
    url,
    resourcePath: url.slice(viewing.world.origin().length),
    avatarUrl: ({ size }: { size?: number }) =>
      `${viewing.world.origin()}/avatars/${account.id}${size ? `?s=${size}` : ''}`,
    createdAt: account.createdAt,
  }
  if (account.type === 'Bot') return common
  const repository = ({ name, followRenames }: { name: string; followRenames?: boolean }) =>
    repositoryNamed(viewing, account.login, name, followRenames)
  if (account.type === 'User') return { ...common, name: null, repository }
  return {
    ...common,
    name: account.login,
    repository,
    team({ slug }: { slug: string }) {
      needMembers(viewing, account.id)
      const team = teamBySlug(viewing.world.state, account.id, slug)
      return team ? teamView(viewing, team) : null
    },
    teams(args: PageArguments) {
      needMembers(viewing, account.id)
      const teams = [...viewing.world.state.teams.values()].filter(
        (each) => each.organizationId === account.id,
      )
      return connection(
        'teams',
        teams,
        args,
        ({ id }) => id,
        (team) => teamView(viewing, team),
      )
    },
    membersWithRole(args: PageArguments) {
      needMembers(viewing, account.id)
      return connection(
        'membersWithRole',
        [...account.members],
        args,
        ([id]) => id,
        ([id]) => userView(viewing, id),
        { edge: ([, role]) => ({ role: role.toUpperCase() }) },
      )
    },
  }
}

export function teamView(viewing: Viewing, team: Team): View {
  const { state } = viewing.world
  const organization = must(state.accounts.get(team.organizationId), 'organisation of a team')
  const url = `${viewing.world.origin()}/orgs/${organization.login}/teams/${team.slug}`
  return {
    __typename: 'Team',
    id: nodeId('T', team.id),
    databaseId: team.id,
    name: team.name,
    slug: team.slug,
    combinedSlug: `${organization.login}/${team.slug}`,
    privacy: team.secret ? 'SECRET' : 'VISIBLE',
    url,
    organization: () => accountView(viewing, organization),
    parentTeam: () => {
      const parent = team.parentId === null ? undefined : state.teams.get(team.parentId)
      return parent ? teamView(viewing, parent) : null
    },
    childTeams: (args: PageArguments) =>
      connection(
        'childTeams',
        childrenOf(state, team),
        args,
        ({ id }) => id,
        (each) => teamView(viewing, each),
      ),
    members(args: PageArguments & { membership?: 'ALL' | 'IMMEDIATE' | 'CHILD_TEAM'; query?: string }) {
      const { membership = 'ALL' } = args
      const wanted = [...membersOf(state, team)].filter(
        (id) => membership === 'ALL' || (membership === 'IMMEDIATE') === team.members.has(id),
      )
      const query = args.query?.toLowerCase()
      const named = wanted.filter(
        (id) => query === undefined || state.accounts.get(id)?.login.toLowerCase().includes(query),
      )
      const sorted = named.sort((a, b) => a - b)
      return connection(
        'members',
        sorted,
        args,
        (id) => id,
        (id) => userView(viewing, id),
      )
    },
  }
}

/** Who was asked for a review: a person or a team; null when they are gone. */
export function reviewerView(viewing: Viewing, reviewer: Reviewer): View | null {
  if (reviewer.kind === 'user') return userView(viewing, reviewer.reviewerId)
  const team = viewing.world.state.teams.get(reviewer.reviewerId)
  return team ? teamView(viewing, team) : null
}

export function appView(viewing: Viewing, app: App): View {
  return {
    __typename: 'App',
    id: nodeId('A', app.id),
    databaseId: app.id,
    name: app.name,
    slug: app.slug,
    url: `${viewing.world.origin()}/apps/${app.slug}`,
    description: null,
  }
}

/** What somebody is to a repository, in the five words of `authorAssociation`. */
export function associationOf(viewing: Viewing, repository: Repository, accountId: number): string {
  const { state } = viewing.world
  if (repository.ownerId === accountId) return 'OWNER'
  if (state.accounts.get(repository.ownerId)?.members.has(accountId)) return 'MEMBER'
  if (repository.collaborators.has(accountId)) return 'COLLABORATOR'
  return 'NONE'
}

export function canPush(viewing: Viewing, repository: Repository, accountId: number): boolean {
  return ['write', 'maintain', 'admin'].includes(roleOf(viewing.world.state, repository, accountId))
}

/** The repository of that name; an error where the token sees none. */
export function repositoryNamed(
  viewing: Viewing,
  owner: string,
  name: string,
  followRenames?: boolean,
): View {
  const repository = repositoryByName(viewing.world.state, owner, name, { followRenames })
  if (!repository || !sees(viewing, repository)) {
    throw fault('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
  }
  return viewing.show.repository(viewing, repository)
}
