import { type Login, loginKey, type LoginKey } from '../facts/ids.ts'
import type { RepositoryReference } from '../facts/reference.ts'
import type { Role } from '../facts/snapshot.ts'
import { doing, nullWhere } from './faults.ts'
import type { Reader } from './reader.ts'

/** Returns a person's role on the repository; `none` for people without access and unknown logins. */
export type PermissionOf = (login: Login) => Promise<Role>

/**
 * Asks GitHub what people may do on a repository: live, and each of them once for as long as the answer of this
 * function is kept, which is one reading.
 */
export function permissionsOn({ octokit }: Reader, { owner, repo }: RepositoryReference): PermissionOf {
  const asked = new Map<LoginKey, Promise<Role>>()
  const ask = async (login: Login): Promise<Role> => {
    const what = `read the permission of @${login} on ${owner}/${repo}`
    const answer = doing(what, async () => {
      const { data } = await octokit.request(
        'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        { owner, repo, username: login },
      )
      return roleOf(data)
    })
    return (await nullWhere([404], answer)) ?? 'none'
  }
  return (login) => {
    const key = loginKey(login)
    const role = asked.get(key) ?? ask(login)
    asked.set(key, role)
    return role
  }
}

interface Answer {
  /** An older word, which says `write` of those who maintain. */
  readonly permission: string
  /** One of ours, or the name that an organisation gave to a role of its own. */
  readonly role_name?: string
  readonly user?: { readonly permissions?: Allowed } | null
}

type Allowed = Readonly<Partial<Record<'pull' | 'triage' | 'push' | 'maintain' | 'admin', boolean>>>

/** From the least to the most. */
const ROLES: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin']

/**
 * A role by its name; one of an organisation's own by what it allows. No role is more than what it allows, however it
 * is called.
 */
function roleOf({ permission, role_name, user }: Answer): Role {
  const allowed = user?.permissions && highest(user.permissions)
  const named = ROLES.find((role) => role === role_name)
  if (!named) return allowed ?? ROLES.find((role) => role === permission) ?? 'none'
  return allowed && ROLES.indexOf(allowed) < ROLES.indexOf(named) ? allowed : named
}

function highest({ admin, maintain, push, triage, pull }: Allowed): Role {
  if (admin) return 'admin'
  if (maintain) return 'maintain'
  if (push) return 'write'
  if (triage) return 'triage'
  return pull ? 'read' : 'none'
}
