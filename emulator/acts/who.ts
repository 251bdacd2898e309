import { accountByLogin, must } from '../world/find.ts'
import { atLeast, roleOf } from '../world/permission.ts'
import type { Account, Repository, Role } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** Who does something: a login, an account's id, or the account itself. */
export type Who = string | number | Pick<Account, 'id'>

/** The account meant; throws when there is none. */
export function account(world: World, who: Who): Account {
  if (typeof who === 'string') return must(accountByLogin(world.state, who), `account "${who}"`)
  const id = typeof who === 'number' ? who : who.id
  return must(world.state.accounts.get(id), `account ${id}`)
}

/** The account meant, if it may do `what` in a repository; throws GitHub's rejection otherwise. */
export function allowed(world: World, repository: Repository, who: Who, needed: Role, what: string): Account {
  const found = account(world, who)
  const role = roleOf(world.state, repository, found.id)
  if (!atLeast(role, needed)) throw new Error(`@${found.login} may not ${what}: needs ${needed}, has ${role}`)
  return found
}
