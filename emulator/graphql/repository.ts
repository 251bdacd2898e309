import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { fullName, ownerOf, pullByNumber, pullsOf } from '../world/find.ts'
import { collaboratorsOf } from '../world/permission.ts'
import type { Label, Repository } from '../world/state.ts'
import { accountView, userView } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import { fault } from './fault.ts'
import { objectByExpression, objectByOid } from './git-object.ts'
import { mergeQueueView } from './merge-queue.ts'
import { type PullFilters, pullConnection } from './pull-connection.ts'
import { need, type View, type Viewing } from './viewing.ts'

export function repositoryView(viewing: Viewing, repository: Repository): View {
  const { world } = viewing
  const owner = ownerOf(world.state, repository)
  const url = repositoryUrl(world, repository)
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(world.state, repository),
    url,
    resourcePath: url.slice(world.origin().length),
    isPrivate: repository.visibility !== 'public',
    visibility: repository.visibility.toUpperCase(),
    isArchived: repository.archived,
    isDisabled: false,
    isLocked: false,
    isFork: repository.forkOf !== null,
    isEmpty: repository.refs.size === 0,
    createdAt: repository.createdAt,
    updatedAt: repository.createdAt,
    owner: () => accountView(viewing, owner),
    isInOrganization: owner.type === 'Organization',
    defaultBranchRef: () => refView(viewing, repository, `refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      refView(viewing, repository, qualifiedName) ??
      refView(viewing, repository, `refs/heads/${qualifiedName}`),
    refs(args: PageArguments & { refPrefix: string; query?: string }) {
      need(viewing, repository, 'contents')
      const names = [...repository.refs.keys()].filter(
        (name) => name.startsWith(args.refPrefix) && (args.query === undefined || name.includes(args.query)),
      )
      return connection(
        'refs',
        names.sort(),
        args,
        (name) => name,
        (name) => refView(viewing, repository, name),
      )
    },
    object({ oid, expression }: { oid?: string; expression?: string }) {
      need(viewing, repository, 'contents')
      if (oid) return objectByOid(viewing, repository, oid)
      return expression === undefined ? null : objectByExpression(viewing, repository, expression)
    },
    pullRequest({ number }: { number: number }) {
      need(viewing, repository, 'pull_requests')
      const pull = pullByNumber(world.state, repository, number)
      if (!pull) {
        throw fault('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
      }
      return viewing.show.pull(viewing, pull)
    },
    pullRequests(args: PullFilters) {
      need(viewing, repository, 'pull_requests')
      return pullConnection(viewing, 'pullRequests', pullsOf(world.state, repository), args)
    },
    collaborators(args: PageArguments & { login?: string; query?: string; affiliation?: string }) {
      const wanted = (args.login ?? args.query)?.toLowerCase()
      const all = collaboratorsOf(world.state, repository).filter(({ id }) => {
        const login = world.state.accounts.get(id)?.login.toLowerCase() ?? ''
        if (args.affiliation === 'DIRECT' && !repository.collaborators.has(id)) return false
        if (wanted === undefined) return true
        return args.login === undefined ? login.includes(wanted) : login === wanted
      })
      return connection(
        'collaborators',
        all.sort((a, b) => a.id - b.id),
        args,
        ({ id }) => id,
        ({ id }) => userView(viewing, id),
        { edge: ({ role }) => ({ permission: role.toUpperCase() }) },
      )
    },
    // Everybody who was given something may be assigned; which part of a login `query` looks at, see GH-198.
    assignableUsers(args: PageArguments & { query?: string }) {
      const wanted = args.query?.toLowerCase() ?? ''
      const ids = collaboratorsOf(world.state, repository).flatMap(({ id }) => {
        const login = world.state.accounts.get(id)?.login.toLowerCase() ?? ''
        return login.includes(wanted) ? [id] : []
      })
      return connection(
        'assignableUsers',
        ids.sort((a, b) => a - b),
        args,
        (id) => id,
        (id) => userView(viewing, id),
      )
    },
    labels(args: PageArguments) {
      const labels = [...repository.labels.values()]
      return connection(
        'labels',
        labels,
        args,
        ({ id }) => id,
        (each) => labelView(viewing, repository, each),
      )
    },
    label({ name }: { name: string }) {
      const label = repository.labels.get(name.toLowerCase())
      return label ? labelView(viewing, repository, label) : null
    },
    mergeQueue: ({ branch }: { branch?: string }) =>
      mergeQueueView(viewing, repository, branch ?? repository.defaultBranch),
  }
}

export function refView(viewing: Viewing, repository: Repository, name: string): View | null {
  const oid = repository.refs.get(name)
  if (oid === undefined) return null
  const [, prefix = '', short = ''] = /^(refs\/(?:heads|tags|pull)\/)(.*)$/s.exec(name) ?? []
  return {
    __typename: 'Ref',
    id: nodeId('REF', repository.id, name),
    name: short,
    prefix,
    repository: () => repositoryView(viewing, repository),
    target() {
      need(viewing, repository, 'contents')
      return objectByOid(viewing, repository, oid)
    },
    associatedPullRequests(args: PullFilters) {
      const pulls = pullsOf(viewing.world.state, repository).filter(
        (pull) => pull.headRef === short && pull.headRepositoryId === repository.id,
      )
      return pullConnection(viewing, 'associatedPullRequests', pulls, args)
    },
  }
}

export function labelView(viewing: Viewing, repository: Repository, label: Label): View {
  return {
    __typename: 'Label',
    id: nodeId('LA', repository.id, label.name),
    name: label.name,
    color: label.color,
    createdAt: label.createdAt,
    description: null,
    isDefault: false,
    repository: () => repositoryView(viewing, repository),
    url: `${repositoryUrl(viewing.world, repository)}/labels/${encodeURIComponent(label.name)}`,
  }
}
