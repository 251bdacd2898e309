import type { UserAccess } from '../access.ts'
import { notFound, Rejection } from '../rejection.ts'
import { accountJson } from '../views/account.ts'
import { repositoryByName } from '../world/find.ts'
import { seesThroughApp } from '../world/sight.ts'
import type { Repository } from '../world/state.ts'
import type { Call, Route } from './router.ts'

/** What people's tokens are for, and how the App takes one back. */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    handle(call) {
      if (call.access.kind !== 'user' && call.access.kind !== 'person')
        throw new Rejection(403, 'Resource not accessible by integration')
      // Nobody here has a name besides the login.
      return { status: 200, body: { ...accountJson(call.world, call.access.accountId), name: null } }
    },
  },
  {
    method: 'DELETE',
    path: '/applications/:client_id/token',
    handle(call) {
      const { access } = call
      if (access.kind !== 'client' || access.clientId !== call.parameters.client_id) throw notFound()
      const { access_token: token } = call.body
      if (typeof token !== 'string') {
        throw new Rejection(422, 'Validation Failed', [
          { resource: 'OauthAccess', code: 'missing_field', field: 'access_token' },
        ])
      }
      if (!call.gate.userTokens.revoke(token)) throw notFound()
      return { status: 204 }
    },
  },
]

/** The repository of the path, if a person sees it through the App; throws 404 otherwise. */
export function repositoryForUser(call: Call, access: UserAccess): Repository {
  const { owner = '', repo = '' } = call.parameters
  const repository = repositoryByName(call.world.state, owner, repo)
  if (!repository || !seesThroughApp(call.world, access.accountId, repository)) throw notFound()
  return repository
}
