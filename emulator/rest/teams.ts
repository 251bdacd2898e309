import { createTeam, deleteTeam, joinTeam } from '../acts/accounts.ts'
import { notFound, Rejection } from '../rejection.ts'
import { teamJson } from '../views/pull-request.ts'
import { accountByLogin, teamBySlug } from '../world/find.ts'
import type { Account, Team } from '../world/state.ts'
import type { Call, Route } from './router.ts'

/** Teams as the owners of an organisation make them. */
export const teamRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/orgs/:org/teams',
    handle(call) {
      const { organization, owner } = ownedBy(call)
      const { name, privacy = 'secret', parent_team_id: parentId } = call.body
      const parent = call.world.state.teams.get(Number(parentId))
      const team = createTeam(call.world, organization, String(name), {
        // The person who makes a team is in it from then on (GH-190).
        members: [owner],
        secret: privacy === 'secret',
        ...(parent ? { parent } : {}),
      })
      return { status: 201, body: { ...teamJson(call.world, team), members_count: team.members.size } }
    },
  },
  {
    method: 'PUT',
    path: '/orgs/:org/teams/:slug/memberships/:login',
    handle(call) {
      const { organization } = ownedBy(call)
      const member = accountByLogin(call.world.state, call.parameters.login ?? '')
      if (!member) throw notFound()
      joinTeam(call.world, teamOf(call, organization), member)
      return { status: 200, body: { role: 'member', state: 'active' } }
    },
  },
  {
    method: 'DELETE',
    path: '/orgs/:org/teams/:slug',
    handle(call) {
      const { organization } = ownedBy(call)
      deleteTeam(call.world, teamOf(call, organization))
      return { status: 204 }
    },
  },
]

function ownedBy({ world, access, parameters }: Call): { organization: Account; owner: Account } {
  const organization = accountByLogin(world.state, parameters.org ?? '')
  const owner = access.kind === 'person' ? world.state.accounts.get(access.accountId) : undefined
  if (organization?.type !== 'Organization' || !owner) throw notFound()
  if (organization.members.get(owner.id) !== 'admin')
    throw new Rejection(403, 'You must be an organization owner or a team maintainer to do this.')
  return { organization, owner }
}

function teamOf({ world, parameters }: Call, { id }: Account): Team {
  const team = teamBySlug(world.state, id, parameters.slug ?? '')
  if (!team) throw notFound()
  return team
}
