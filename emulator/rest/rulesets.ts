import { merge } from '../acts/pull-requests.ts'
import { createRuleset, deleteRuleset } from '../acts/rulesets.ts'
import { invalid, notFound, Rejection } from '../rejection.ts'
import type { BranchRule, MergeMethod } from '../world/state.ts'
import { actingIn, pullFor, type Route } from './router.ts'

interface RuleBody {
  readonly type: string
  readonly parameters?: {
    readonly required_status_checks?: readonly {
      readonly context: string
      readonly integration_id?: number
    }[]
    readonly grouping_strategy?: 'ALLGREEN' | 'HEADGREEN'
  }
}

/** Rulesets as administrators make them, and the merge that they stand in the way of. */
export const rulesetRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/:owner/:repo/rulesets',
    handle(call) {
      const { repository } = actingIn(call, 'administration', 'admin')
      const { name, target = 'branch', enforcement, conditions, rules = [] } = call.body
      if (target !== 'branch' || enforcement !== 'active')
        throw invalid('Ruleset', 'enforcement', 'not known here')
      const [ref, ...others] = (conditions as { ref_name: { include: string[] } }).ref_name.include
      if (!ref?.startsWith('refs/heads/') || others.length > 0)
        throw invalid('Ruleset', 'conditions', 'not known here')
      const given = rules as readonly RuleBody[]
      const queue = given.find(({ type }) => type === 'merge_queue')
      const id = createRuleset(call.world, repository, {
        branch: ref.slice('refs/heads/'.length),
        checks: given.flatMap(({ parameters }) => (parameters?.required_status_checks ?? []).map(checkOf)),
        queue: queue ? (queue.parameters?.grouping_strategy ?? 'ALLGREEN') : null,
      })
      return { status: 201, body: { id, name, target, enforcement, conditions, rules } }
    },
  },
  {
    method: 'DELETE',
    path: '/repos/:owner/:repo/rulesets/:id',
    handle(call) {
      const { repository } = actingIn(call, 'administration', 'admin')
      if (!deleteRuleset(repository, Number(call.parameters.id))) throw notFound()
      return { status: 204 }
    },
  },
  {
    method: 'PUT',
    path: '/repos/:owner/:repo/pulls/:number/merge',
    handle(call) {
      const { repository, actor } = actingIn(call, 'contents', 'write')
      const pull = pullFor(call, repository)
      // What rules forbid is rejected with 405, each rule in a sentence (GH-187).
      if (repository.requiredQueues.has(pull.baseRef))
        throw ruleViolation('Changes must be made through the merge queue')
      const method = (call.body.merge_method ?? 'merge') as MergeMethod
      const outcome = merge(call.world, pull, actor, { method })
      if (!outcome.merged) throw ruleViolation(outcome.rejection)
      return {
        status: 200,
        body: { sha: outcome.commit, merged: true, message: 'Pull Request successfully merged' },
      }
    },
  },
]

function checkOf({
  context,
  integration_id: appId,
}: {
  context: string
  integration_id?: number
}): Pick<BranchRule, 'check' | 'appId'> {
  return { check: context, appId: appId ?? null }
}

function ruleViolation(why: string): Rejection {
  return new Rejection(405, `Repository rule violations found\n\n${why}\n\n`)
}
