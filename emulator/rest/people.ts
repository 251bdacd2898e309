import { notFound, Rejection } from '../rejection.ts'
import { accountJson } from '../views/account.ts'
import { teamJson } from '../views/pull-request.ts'
import { accountByLogin, teamBySlug } from '../world/find.ts'
import { childrenOf, membersOf } from '../world/permission.ts'
import type { Team } from '../world/state.ts'
import { asInstallation, type Call, page, type Route } from './router.ts'

export const peopleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/:login',
    handle(call) {
      asInstallation(call)
      const account = accountByLogin(call.world.state, call.parameters.login ?? '')
      if (!account) throw notFound()
      return { status: 200, body: { ...accountJson(call.world, account.id), created_at: account.createdAt } }
    },
  },
  {
    method: 'GET',
    path: '/user/:id',
    handle(call) {
      asInstallation(call)
      const id = Number(call.parameters.id)
      if (!call.world.state.accounts.has(id)) throw notFound()
      return { status: 200, body: accountJson(call.world, id) }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug',
    handle(call) {
      const team = teamFor(call)
      return {
        status: 200,
        body: { ...teamJson(call.world, team), members_count: membersOf(call.world.state, team).size },
      }
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/teams',
    handle(call) {
      return page(call, childrenOf(call.world.state, teamFor(call)), (each) => teamJson(call.world, each))
    },
  },
  {
    method: 'GET',
    path: '/orgs/:org/teams/:slug/members',
    handle(call) {
      const members = [...membersOf(call.world.state, teamFor(call))].sort((a, b) => a - b)
      return page(call, members, (id) => accountJson(call.world, id))
    },
  },
]

/** The team of the path; only an installation on that organisation with `members: read` sees any. */
function teamFor(call: Call): Team {
  const access = asInstallation(call)
  const organization = accountByLogin(call.world.state, call.parameters.org ?? '')
  if (organization?.type !== 'Organization' || access.installation.accountId !== organization.id) {
    throw notFound()
  }
  if (!access.permissions.members) throw new Rejection(403, 'Resource not accessible by integration')
  const team = teamBySlug(call.world.state, organization.id, call.parameters.slug ?? '')
  if (!team) throw notFound()
  return team
}
