import { DEFAULT_EVENTS, DEFAULT_PERMISSIONS } from '../acts/installations.ts'
import { notFound, Rejection } from '../rejection.ts'
import { accountJson, appJson } from '../views/account.ts'
import { repositoryJson } from '../views/repository.ts'
import type { Json } from '../views/json.ts'
import { must, repositoryByName } from '../world/find.ts'
import { repositoriesOf } from '../world/installation.ts'
import type { Installation } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { mustInstallation, type Permissions, reaches } from '../access.ts'
import { asApp, asInstallation, type Call, page, type Route } from './router.ts'

export const appRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/app/installations/:id/access_tokens',
    handle(call) {
      asApp(call)
      const installation = installationFor(call)
      if (installation.suspendedAt !== null) {
        throw new Rejection(403, 'This installation has been suspended')
      }
      const { permissions, repositories, repository_ids: ids } = call.body
      const chosen = chosenRepositories(call, installation, repositories, ids)
      const minted = call.gate.mint(installation, {
        ...(permissions ? { permissions: permissions as Permissions } : {}),
        ...(chosen ? { repositoryIds: chosen } : {}),
      })
      return {
        status: 201,
        body: {
          ...minted,
          repository_selection: chosen || installation.repositoryIds ? 'selected' : 'all',
          ...(chosen
            ? {
                repositories: chosen.map((id) =>
                  repositoryJson(call.world, must(call.world.state.repositories.get(id), 'repository')),
                ),
              }
            : {}),
        },
      }
    },
  },
  {
    method: 'GET',
    path: '/app',
    handle(call) {
      asApp(call)
      const app = must(call.world.state.apps.get(call.world.appId), 'App')
      const installations = own(call.world).length
      const asksFor = { permissions: DEFAULT_PERMISSIONS, events: DEFAULT_EVENTS }
      return {
        status: 200,
        body: { ...appJson(call.world, app), ...asksFor, installations_count: installations },
      }
    },
  },
  {
    method: 'GET',
    path: '/app/installations',
    handle(call) {
      asApp(call)
      return page(call, own(call.world), (each) => installationJson(call.world, each))
    },
  },
  {
    method: 'GET',
    path: '/app/installations/:id',
    handle(call) {
      asApp(call)
      return { status: 200, body: installationJson(call.world, installationFor(call)) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/installation',
    handle(call) {
      asApp(call)
      const { owner = '', repo = '' } = call.parameters
      const repository = repositoryByName(call.world.state, owner, repo)
      if (!repository) throw notFound()
      return { status: 200, body: installationJson(call.world, mustInstallation(call.world, repository)) }
    },
  },
  {
    method: 'GET',
    path: '/installation/repositories',
    handle(call) {
      const access = asInstallation(call)
      const repositories = repositoriesOf(call.world.state, access.installation).filter((each) =>
        reaches(access, each),
      )
      return page(
        call,
        repositories,
        (each) => repositoryJson(call.world, each),
        (shown) => ({
          total_count: repositories.length,
          repository_selection: access.installation.repositoryIds === null ? 'all' : 'selected',
          repositories: shown,
        }),
      )
    },
  },
]

function own(world: World): Installation[] {
  return [...world.state.installations.values()].filter(({ appId }) => appId === world.appId)
}

function installationFor(call: Call): Installation {
  const installation = call.world.state.installations.get(Number(call.parameters.id))
  if (!installation || installation.appId !== call.world.appId) throw notFound()
  return installation
}

/** The repositories a token is to be narrowed to; 422 when one of them is not the installation's. */
function chosenRepositories(
  call: Call,
  installation: Installation,
  names: unknown,
  ids: unknown,
): number[] | undefined {
  if (!Array.isArray(names) && !Array.isArray(ids)) return undefined
  const all = repositoriesOf(call.world.state, installation)
  const wanted = [
    ...(Array.isArray(names) ? names : []).map((name) => all.find((each) => each.name === name)?.id),
    ...(Array.isArray(ids) ? ids : []).map((id) => all.find((each) => each.id === id)?.id),
  ]
  return wanted.map((id) => {
    if (id === undefined) {
      throw new Rejection(
        422,
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
      )
    }
    return id
  })
}

function installationJson(world: World, installation: Installation): Json {
  const account = accountJson(world, installation.accountId)
  const app = must(world.state.apps.get(installation.appId), 'App of an installation')
  const settings = account.type === 'Organization' ? `/organizations/${account.login}/settings` : '/settings'
  return {
    id: installation.id,
    account,
    app_id: installation.appId,
    app_slug: app.slug,
    target_id: installation.accountId,
    target_type: account.type,
    repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
    access_tokens_url: `${world.origin()}/api/v3/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.origin()}/api/v3/installation/repositories`,
    html_url: `${world.origin()}${settings}/installations/${installation.id}`,
    permissions: installation.permissions,
    events: DEFAULT_EVENTS,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    suspended_at: installation.suspendedAt,
    suspended_by: null,
  }
}
