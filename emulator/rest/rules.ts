import { fullName, ownerOf } from '../world/find.ts'
import type { BranchRule, Repository } from '../world/state.ts'
import { notFound } from '../rejection.ts'
import type { Json } from '../views/json.ts'
import { page, repositoryFor, type Route } from './router.ts'

/** What says whether a branch requires a check, and of whom: rulesets (GH-174), and a classic protection (GH-175). */
export const ruleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/rules/branches/:branch',
    handle(call) {
      const { repository } = repositoryFor(call, 'metadata')
      const { state } = call.world
      // The branch need not exist.
      const rules = repository.rules.filter(
        ({ branch, by }) => branch === call.parameters.branch && by !== 'protection',
      )
      const queue = repository.requiredQueues.get(call.parameters.branch ?? '')
      return page(call, [...rules, ...(queue === undefined ? [] : [queue])], (rule): Json => {
        if (typeof rule === 'number') {
          return {
            type: 'merge_queue',
            ruleset_source_type: 'Repository',
            ruleset_source: fullName(state, repository),
            ruleset_id: rule,
          }
        }
        const isOwners = rule.by === "organization's ruleset"
        return {
          type: 'required_status_checks',
          parameters: {
            strict_required_status_checks_policy: false,
            do_not_enforce_on_create: false,
            required_status_checks: [
              { context: rule.check, ...(rule.appId !== null && { integration_id: rule.appId }) },
            ],
          },
          ruleset_source_type: isOwners ? 'Organization' : 'Repository',
          ruleset_source: isOwners ? ownerOf(state, repository).login : fullName(state, repository),
          ruleset_id: rule.rulesetId ?? 100 + repository.rules.indexOf(rule),
        }
      })
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/branches/:branch',
    handle(call) {
      const { repository } = repositoryFor(call, 'contents')
      const name = call.parameters.branch ?? ''
      const sha = repository.refs.get(`refs/heads/${name}`)
      if (sha === undefined) throw notFound()
      const rules = repository.rules.filter(({ branch }) => branch === name)
      return {
        status: 200,
        body: {
          name,
          commit: { sha },
          protected: rules.length > 0,
          protection: protectionOf(repository, name),
        },
      }
    },
  },
]

function protectionOf({ rules }: Repository, branch: string): Json {
  const checks = rules.filter((rule) => rule.branch === branch && rule.by === 'protection')
  return {
    enabled: checks.length > 0,
    required_status_checks: {
      enforcement_level: checks.length > 0 ? 'non_admins' : 'off',
      contexts: checks.map(({ check }: BranchRule) => check),
      checks: checks.map(({ check, appId }) => ({ context: check, app_id: appId })),
    },
  }
}
