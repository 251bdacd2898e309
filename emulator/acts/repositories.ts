import { writeFiles, type Changes } from './changes.ts'
import { accountJson } from '../views/account.ts'
import { announceIn, announceInstallation, shortRepository } from '../webhooks/events.ts'
import { fullName, must, ownerOf, repositoryByName } from '../world/find.ts'
import type { BranchRule, Label, Repository, Role, Team } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'
import { commitOn } from './commit.ts'
import { account, type Who } from './who.ts'

export interface NewRepository {
  readonly owner: Who
  readonly name: string
  readonly visibility?: Repository['visibility']
  /** Short for `visibility`. */
  readonly private?: boolean
  readonly defaultBranch?: string
  readonly files?: Changes
  readonly collaborators?: Readonly<Record<string, Role>>
  readonly id?: number
}

/** A repository with a first commit on its default branch. */
export function createRepository(world: World, options: NewRepository): Repository {
  const owner = account(world, options.owner)
  if (repositoryByName(world.state, owner.login, options.name, { followRenames: false })) {
    throw new Error(`${owner.login}/${options.name} exists already`)
  }
  const id = options.id ?? nextId(world.state)
  const repository: Repository = {
    id,
    ownerId: owner.id,
    name: options.name,
    visibility: options.visibility ?? (options.private ? 'private' : 'public'),
    defaultBranch: options.defaultBranch ?? 'main',
    networkId: id,
    forkOf: null,
    archived: false,
    refs: new Map(),
    collaborators: new Map(),
    teams: new Map(),
    customRoles: new Map(),
    labels: new Map(),
    numbers: new Map(),
    rules: [],
    headGreenQueues: new Set(),
    requiredQueues: new Map(),
    forgotten: new Set(),
    createdAt: world.clock.iso(),
  }
  world.state.repositories.set(id, repository)
  for (const [login, role] of Object.entries(options.collaborators ?? {}))
    grant(world, repository, login, role)
  const files = writeFiles(
    world.git(repository),
    new Map(),
    options.files ?? { 'README.md': `# ${options.name}\n` },
  )
  const first = commitOn(world, repository, { files, parents: [], author: owner, message: 'Initial commit' })
  repository.refs.set(`refs/heads/${repository.defaultBranch}`, first)
  return repository
}

/** A person's copy, with the same commits and branches under another owner. */
export function fork(world: World, repository: Repository, owner: Who): Repository {
  const copy: Repository = {
    ...repository,
    id: nextId(world.state),
    ownerId: account(world, owner).id,
    forkOf: repository.id,
    refs: new Map([...repository.refs].filter(([ref]) => ref.startsWith('refs/heads/'))),
    collaborators: new Map(),
    teams: new Map(),
    customRoles: new Map(),
    labels: new Map(),
    numbers: new Map(),
    rules: [],
    headGreenQueues: new Set(),
    requiredQueues: new Map(),
    forgotten: new Set(),
    createdAt: world.clock.iso(),
  }
  world.state.repositories.set(copy.id, copy)
  return copy
}

/** A repository goes with its pull requests; those that came from it keep their commits and lose `head.repo`. */
export function deleteRepository(world: World, repository: Repository, by: Who = repository.ownerId): void {
  announceIn(world, repository, 'repository', account(world, by).id, { action: 'deleted' })
  leaveInstallations(world, repository, by)
  world.state.repositories.delete(repository.id)
  for (const pull of [...world.state.pulls.values()]) {
    if (pull.repositoryId === repository.id) world.state.pulls.delete(pull.id)
    else if (pull.headRepositoryId === repository.id) pull.headRepositoryId = null
  }
}

/** Who may see a repository changes; each direction has an event of its own (GH-181). */
export function setVisibility(
  world: World,
  repository: Repository,
  visibility: Repository['visibility'],
  by: Who = repository.ownerId,
): void {
  const wasPublic = repository.visibility === 'public'
  repository.visibility = visibility
  if (wasPublic === (visibility === 'public')) return
  const action = wasPublic ? 'privatized' : 'publicized'
  announceIn(world, repository, 'repository', account(world, by).id, { action })
}

/**
 * A repository is given to another owner: its old name leads there, teams of the old owner lose it, and only an App
 * that is installed on the new owner hears `transferred` (GH-182).
 */
export function transferRepository(world: World, repository: Repository, to: Who, by: Who): void {
  const from = ownerOf(world.state, repository)
  const owner = account(world, to)
  world.state.formerNames.set(fullName(world.state, repository).toLowerCase(), repository.id)
  leaveInstallations(world, repository, by)
  repository.ownerId = owner.id
  for (const id of repository.teams.keys()) {
    if (world.state.teams.get(id)?.organizationId === from.id) repository.teams.delete(id)
  }
  const was = { [from.type === 'Organization' ? 'organization' : 'user']: accountJson(world, from.id) }
  announceIn(world, repository, 'repository', account(world, by).id, {
    action: 'transferred',
    changes: { owner: { from: was } },
  })
}

/** An installation on chosen repositories loses one that is not its account's any more, and is notified. */
function leaveInstallations(world: World, repository: Repository, by: Who): void {
  for (const installation of world.state.installations.values()) {
    if (!installation.repositoryIds?.delete(repository.id)) continue
    announceInstallation(world, installation, 'installation_repositories', 'removed', account(world, by).id, {
      repository_selection: 'selected',
      repositories_added: [],
      repositories_removed: [shortRepository(world, repository)],
    })
  }
}

/**
 * What a person may do from now on; `none` takes it away. A role of the organisation's own has a name (`called`), and
 * allows what the role it is made from allows.
 */
export function grant(
  world: World,
  repository: Repository,
  who: Who,
  role: Role,
  { called }: { readonly called?: string } = {},
): void {
  const { id } = account(world, who)
  repository.customRoles.delete(id)
  if (called !== undefined) repository.customRoles.set(id, called)
  if (role === 'none') repository.collaborators.delete(id)
  else repository.collaborators.set(id, role)
}

export function grantTeam(repository: Repository, team: Team, role: Role): void {
  repository.teams.set(team.id, role)
}

/** Requires a check on a branch, optionally from one App only (`appId`). */
export function protect(repository: Repository, rule: BranchRule): void {
  repository.rules.push(rule)
}

export function renameRepository(world: World, repository: Repository, name: string, by: Who): void {
  const from = repository.name
  world.state.formerNames.set(fullName(world.state, repository).toLowerCase(), repository.id)
  repository.name = name
  announceIn(world, repository, 'repository', account(world, by).id, {
    action: 'renamed',
    changes: { repository: { name: { from } } },
  })
}

/** A label of a repository, made on first use. */
export function labelOf(world: World, repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase())
  if (known) return known
  const label = { id: nextId(world.state), name, color: 'ededed', createdAt: world.clock.iso() }
  repository.labels.set(name.toLowerCase(), label)
  return label
}

/** A label gets another name; the timeline keeps the old one (GH-28). Undefined where there is none. */
export function renameLabel(
  world: World,
  repository: Repository,
  from: string,
  to: string,
): Label | undefined {
  const known = repository.labels.get(from.toLowerCase())
  if (!known) return undefined
  const renamed = { ...known, name: to }
  repository.labels.delete(from.toLowerCase())
  repository.labels.set(to.toLowerCase(), renamed)
  for (const pull of world.state.pulls.values()) {
    const at = pull.labels.indexOf(known.name)
    if (pull.repositoryId === repository.id && at >= 0) pull.labels[at] = to
  }
  return renamed
}

/** A commit that a force-push left behind is thrown away: asking for it finds nothing any more. */
export function forgetCommit(repository: Repository, oid: string): void {
  repository.forgotten.add(oid)
}

/** The commit a branch points at; throws when there is no such branch. */
export function tip(repository: Repository, branch: string): string {
  return must(repository.refs.get(`refs/heads/${branch}`), `branch ${branch} in ${repository.name}`)
}
