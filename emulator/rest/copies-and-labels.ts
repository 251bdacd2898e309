import { label } from '../acts/pull-requests.ts'
import { deleteRepository, fork, renameLabel } from '../acts/repositories.ts'
import { labelJson, repositoryJson } from '../views/repository.ts'
import { notFound } from '../rejection.ts'
import { actingIn, pullFor, type Route } from './router.ts'

/** Forks and labels, as people make them through the API. */
export const copyAndLabelRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/:owner/:repo/forks',
    handle(call) {
      const { repository, actor } = actingIn(call, 'administration', 'read')
      const { state } = call.world
      const known = [...state.repositories.values()].find(
        (each) => each.forkOf === repository.id && each.ownerId === actor.id,
      )
      // A second wish gives the same fork. GitHub answers before it is there (GH-189); here it is there at once.
      const copy = known ?? fork(call.world, repository, actor)
      return { status: 202, body: repositoryJson(call.world, copy) }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo',
    handle(call) {
      const { repository, actor } = actingIn(call, 'administration', 'admin')
      deleteRepository(call.world, repository, actor)
      return { status: 204 }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/issues/:number/labels',
    handle(call) {
      const { repository, actor } = actingIn(call, 'issues', 'triage')
      const pull = pullFor(call, repository)
      for (const name of call.body.labels as string[]) label(call.world, pull, actor, name)
      const labels = pull.labels.flatMap((name) => repository.labels.get(name.toLowerCase()) ?? [])
      return { status: 200, body: labels.map((each) => labelJson(call.world, repository, each)) }
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/labels/:name',
    handle(call) {
      const { repository } = actingIn(call, 'issues', 'write')
      const renamed = renameLabel(
        call.world,
        repository,
        call.parameters.name ?? '',
        String(call.body.new_name),
      )
      if (!renamed) throw notFound()
      return { status: 200, body: labelJson(call.world, repository, renamed) }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/labels/:name',
    handle(call) {
      const { repository } = actingIn(call, 'issues', 'write')
      const name = (call.parameters.name ?? '').toLowerCase()
      if (!repository.labels.delete(name)) throw notFound()
      for (const pull of call.world.state.pulls.values()) {
        const at = pull.labels.findIndex((each) => each.toLowerCase() === name)
        if (pull.repositoryId === repository.id && at >= 0) pull.labels.splice(at, 1)
      }
      return { status: 204 }
    },
  },
]
