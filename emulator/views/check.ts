import { nodeId } from '../node-id.ts'
import { must } from '../world/find.ts'
import type { CheckRun, CheckSuite, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { appJson } from './account.ts'
import type { Json } from './json.ts'
import { repositoryApiUrl, repositoryUrl } from './repository.ts'

export function checkRunJson(world: World, run: CheckRun): Json {
  const repository = repositoryOfRun(world, run)
  const app = must(world.state.apps.get(run.appId), `App ${run.appId}`)
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    head_sha: run.headOid,
    external_id: run.externalId,
    url: `${repositoryApiUrl(world, repository)}/check-runs/${run.id}`,
    html_url: `${repositoryUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${world.origin()}/apps/${app.slug}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${repositoryApiUrl(world, repository)}/check-runs/${run.id}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.suiteId },
    app: appJson(world, app),
    pull_requests: pullRequestsAt(world, repository, run.headOid),
  }
}

export function checkSuiteJson(world: World, suite: CheckSuite): Json {
  const repository = must(
    world.state.repositories.get(suite.repositoryId),
    `repository ${suite.repositoryId}`,
  )
  const app = must(world.state.apps.get(suite.appId), `App ${suite.appId}`)
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headOid,
    status: suite.status,
    conclusion: suite.conclusion,
    url: `${repositoryApiUrl(world, repository)}/check-suites/${suite.id}`,
    before: null,
    after: suite.headOid,
    pull_requests: pullRequestsAt(world, repository, suite.headOid),
    app: appJson(world, app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    latest_check_runs_count: suite.runIds.length,
    check_runs_url: `${repositoryApiUrl(world, repository)}/check-suites/${suite.id}/check-runs`,
  }
}

/** Open pull requests from this very repository with this head; those from forks are never listed (GH-145). */
function pullRequestsAt(world: World, repository: Repository, headOid: string): Json[] {
  const short = { id: repository.id, url: repositoryApiUrl(world, repository), name: repository.name }
  return [...repository.numbers.values()]
    .map((id) => must(world.state.pulls.get(id), `pull request ${id}`))
    .filter(
      (pull) => pull.state === 'open' && pull.headOid === headOid && pull.headRepositoryId === repository.id,
    )
    .map((pull) => ({
      url: `${repositoryApiUrl(world, repository)}/pulls/${pull.number}`,
      id: pull.id,
      number: pull.number,
      head: { ref: pull.headRef, sha: pull.headOid, repo: short },
      base: { ref: pull.baseRef, sha: pull.baseOid, repo: short },
    }))
}

function repositoryOfRun(world: World, run: CheckRun): Repository {
  return must(world.state.repositories.get(run.repositoryId), `repository ${run.repositoryId}`)
}
