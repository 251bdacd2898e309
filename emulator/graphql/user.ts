import type { UserAccess } from '../access.ts'
import { accountNodeId, accountUrl } from '../views/account.ts'
import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { fullName, must, repositoryByName } from '../world/find.ts'
import { roleOf } from '../world/permission.ts'
import { seesThroughApp } from '../world/sight.ts'
import { fault } from './fault.ts'
import { rateLimitView } from './rate-limit.ts'
import type { View, Viewing } from './viewing.ts'

/** One GraphQL request with a person's token. */
export interface UserViewing extends Pick<Viewing, 'world' | 'unknown' | 'cost' | 'quota' | 'spend'> {
  readonly access: UserAccess
}

/** The fields of `Query` that a person's token is answered: who they are, and what they may do where. */
export const userQueries = {
  viewer(_: object, { world, access }: UserViewing): View {
    const person = must(world.state.accounts.get(access.accountId), 'account of a user access token')
    return {
      __typename: 'User',
      id: accountNodeId(person),
      databaseId: person.id,
      login: person.login,
      url: accountUrl(world, person),
    }
  },
  repository(
    { owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean },
    { world, access }: UserViewing,
  ): View {
    const repository = repositoryByName(world.state, owner, name, { followRenames })
    if (!repository || !seesThroughApp(world, access.accountId, repository)) {
      throw fault('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
    }
    return {
      __typename: 'Repository',
      id: nodeId('R', repository.id),
      databaseId: repository.id,
      nameWithOwner: fullName(world.state, repository),
      url: repositoryUrl(world, repository),
      isPrivate: repository.visibility !== 'public',
      viewerPermission: roleOf(world.state, repository, access.accountId).toUpperCase(),
    }
  },
  rateLimit: ({ dryRun }: { dryRun?: boolean }, viewing: UserViewing): View => rateLimitView(viewing, dryRun),
}
