import { createCheckRun, rerequestRun, updateCheckRun } from '../acts/checks.ts'
import { notFound, Rejection } from '../rejection.ts'
import { checkRunJson, checkSuiteJson } from '../views/check.ts'
import { checkRunsOn, suitesOn } from '../world/find.ts'
import { newestByName } from '../world/newest-runs.ts'
import { resolveCommit } from '../world/revision.ts'
import type { CheckRun, Repository } from '../world/state.ts'
import { readCheckRun } from './check-run-facts.ts'
import { botOf, type Call, page, repositoryFor, type Route } from './router.ts'

export const checkRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/:owner/:repo/check-runs',
    handle(call) {
      const { repository, access } = repositoryFor(call, 'checks', 'write')
      const { name, head_sha: headOid } = call.body
      if (typeof name !== 'string' || name === '') throw missing('name')
      if (typeof headOid !== 'string') throw missing('head_sha')
      const facts = readCheckRun(call.body, call.world.quirks)
      if (!call.world.git(repository).commit(headOid) || repository.forgotten.has(headOid)) {
        throw new Rejection(422, `No commit found for SHA: ${headOid}`)
      }
      const run = createCheckRun(call.world, repository, access.installation.appId, headOid, {
        ...facts,
        name,
      })
      return { status: 201, body: checkRunJson(call.world, run) }
    },
  },
  {
    method: 'PATCH',
    path: '/repos/:owner/:repo/check-runs/:id',
    handle(call) {
      const { repository, access } = repositoryFor(call, 'checks', 'write')
      const run = runFor(call, repository)
      if (run.appId !== access.installation.appId) {
        throw new Rejection(
          403,
          `Invalid app_id \`${access.installation.appId}\` - check run can only be modified by the GitHub App that created it.`,
        )
      }
      updateCheckRun(call.world, run, readCheckRun(call.body, call.world.quirks))
      return { status: 200, body: checkRunJson(call.world, run) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/check-runs/:id',
    handle(call) {
      const { repository } = repositoryFor(call, 'checks')
      return { status: 200, body: checkRunJson(call.world, runFor(call, repository)) }
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/check-runs/:id/rerequest',
    handle(call) {
      const { repository, access } = repositoryFor(call, 'checks', 'write')
      rerequestRun(call.world, runFor(call, repository), botOf(call, access))
      return { status: 201, body: {} }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/check-runs/:id/annotations',
    handle(call) {
      const { repository } = repositoryFor(call, 'checks')
      return page(call, runFor(call, repository).annotations, (each) => each)
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits/:ref/check-runs',
    handle(call) {
      const { repository } = repositoryFor(call, 'checks')
      const ref = call.parameters.ref ?? ''
      const oid = resolveCommit(call.world, repository, ref)
      if (oid === undefined) throw new Rejection(422, `No commit found for SHA: ${ref}`)
      const { filter = 'latest', app_id: appId, check_name: name, status } = call.query
      const matching = checkRunsOn(call.world.state, repository, oid).filter(
        (run) =>
          (appId === undefined || run.appId === Number(appId)) &&
          (name === undefined || run.name === name) &&
          (status === undefined || run.status === status),
      )
      const runs = (filter === 'all' ? matching : newestByName(matching)).reverse()
      return page(
        call,
        runs,
        (run) => checkRunJson(call.world, run),
        (shown) => ({ total_count: runs.length, check_runs: shown }),
      )
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/commits/:ref/check-suites',
    handle(call) {
      const { repository } = repositoryFor(call, 'checks')
      const oid = resolveCommit(call.world, repository, call.parameters.ref ?? '')
      const { app_id: appId } = call.query
      const suites = suitesOn(call.world.state, repository, oid ?? '').filter(
        (suite) => appId === undefined || suite.appId === Number(appId),
      )
      return page(
        call,
        suites,
        (suite) => checkSuiteJson(call.world, suite),
        (shown) => ({ total_count: suites.length, check_suites: shown }),
      )
    },
  },
]

function runFor(call: Call, repository: Repository): CheckRun {
  const run = call.world.state.checkRuns.get(Number(call.parameters.id))
  if (run?.repositoryId !== repository.id) throw notFound()
  return run
}

function missing(name: string): Rejection {
  return new Rejection(422, `Invalid request.\n\n"${name}" wasn't supplied.`)
}
