import { notFound, Rejection } from '../rejection.ts'
import { accountJson } from '../views/account.ts'
import { repositoryJson } from '../views/repository.ts'
import { accountByLogin } from '../world/find.ts'
import { atLeast, grantedRole, roleOf } from '../world/permission.ts'
import type { Role } from '../world/state.ts'
import { actingIn, repositoryFor, type Route } from './router.ts'
import { repositoryForUser } from './users.ts'

/** The five roles in the four words of the older `permission` field. */
const OLD_WORD: Readonly<Record<Role, string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
}

/** What a role allows, word by word. */
function allowedBy(role: Role) {
  return {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  }
}

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    handle(call) {
      const { access } = call
      const repository =
        access.kind === 'user'
          ? repositoryForUser(call, access)
          : actingIn(call, 'metadata', 'read').repository
      const role =
        access.kind === 'person' ? roleOf(call.world.state, repository, access.accountId) : undefined
      return {
        status: 200,
        body: {
          ...repositoryJson(call.world, repository),
          ...(role === undefined ? {} : { permissions: allowedBy(role) }),
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/collaborators/:login/permission',
    handle(call) {
      const { repository } = repositoryFor(call, 'metadata')
      const login = call.parameters.login ?? ''
      const account = accountByLogin(call.world.state, login)
      if (!account || account.flagged || account.type === 'Organization')
        throw new Rejection(404, `${login} is not a user`)
      const role = roleOf(call.world.state, repository, account.id)
      return {
        status: 200,
        body: {
          permission: OLD_WORD[role],
          role_name: repository.customRoles.get(account.id) ?? (role === 'none' ? '' : role),
          user: { ...accountJson(call.world, account.id), permissions: allowedBy(role) },
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/collaborators/:login',
    handle(call) {
      const { repository } = repositoryFor(call, 'metadata')
      const account = accountByLogin(call.world.state, call.parameters.login ?? '')
      if (!account || grantedRole(call.world.state, repository, account.id) === 'none') throw notFound()
      return { status: 204 }
    },
  },
]
