import type { BranchRule, Repository } from '../world/state.ts'
import { nextId, type World } from '../world/world.ts'
import { setMergingStrategy } from './merge-queue.ts'

export interface NewRuleset {
  readonly branch: string
  readonly checks: readonly Pick<BranchRule, 'check' | 'appId'>[]
  /** Merges into the branch go through a queue of this strategy; null: they do not. */
  readonly queue: 'ALLGREEN' | 'HEADGREEN' | null
}

/** A ruleset of the repository for one branch. Gives its id. */
export function createRuleset(world: World, repository: Repository, ruleset: NewRuleset): number {
  const rulesetId = nextId(world.state)
  const { branch, checks, queue } = ruleset
  for (const each of checks) repository.rules.push({ ...each, branch, by: 'ruleset', rulesetId })
  if (queue) {
    repository.requiredQueues.set(branch, rulesetId)
    setMergingStrategy(world, repository, branch, queue)
  }
  return rulesetId
}

/** A ruleset goes with all its rules; false where there is none of that id. */
export function deleteRuleset(repository: Repository, id: number): boolean {
  const queues = [...repository.requiredQueues].filter(([, rulesetId]) => rulesetId === id)
  const rules = repository.rules.filter(({ rulesetId }) => rulesetId === id)
  for (const [branch] of queues) repository.requiredQueues.delete(branch)
  for (const rule of rules) repository.rules.splice(repository.rules.indexOf(rule), 1)
  return queues.length + rules.length > 0
}
