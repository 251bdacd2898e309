import { accountNodeId } from '../views/account.ts'
import type { Json } from '../views/json.ts'
import type { Account } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** An organisation as webhooks name it, shorter than a user. */
export function organizationJson(world: World, account: Account): Json {
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    url: `${world.origin()}/api/v3/orgs/${account.login}`,
  }
}
