import type { GitStore } from './git/git-store.ts'
import { mergeBase } from './git/history.ts'
import { mergeTrees } from './git/merge.ts'
import { checkRunsOn, must, repositoryOf } from './world/find.ts'
import { baseTip } from './world/pull-request.ts'
import type { BranchRule, Conclusion, PullRequest, Repository } from './world/state.ts'
import type { World } from './world/world.ts'

/** What the box above the merge button says. */
export interface MergeBox {
  readonly allowed: boolean
  /** In GitHub's words, one sentence for each reason it rejects; empty when it does not. */
  readonly why: string
}

/** `neutral` and `skipped` pass as well (GH-132): that is why an App must never write them. */
const PASSING: readonly (Conclusion | null)[] = ['success', 'neutral', 'skipped']

/** Whether GitHub would merge now, and if not, why: state, draft, conflicts and the branch's required checks. */
export function mergeBox(world: World, pull: PullRequest): MergeBox {
  const reasons: string[] = []
  if (pull.mergedAt !== null) reasons.push('Pull request is already merged.')
  else if (pull.state === 'closed') reasons.push('Pull request is closed.')
  if (pull.draft) reasons.push('Pull request is still a draft.')
  if (conflictsOf(world, pull).length > 0) reasons.push('Pull request has conflicts with the base branch.')
  reasons.push(...unmetRules(world, pull))
  return { allowed: reasons.length === 0, why: reasons.join(' ') }
}

/** GraphQL's `mergeStateStatus`, and the paths in conflict. */
export function mergeState(world: World, pull: PullRequest): { state: string; conflicts: readonly string[] } {
  const conflicts = pull.state === 'open' ? conflictsOf(world, pull) : []
  if (conflicts.length > 0) return { state: 'DIRTY', conflicts }
  if (pull.draft) return { state: 'DRAFT', conflicts }
  if (pull.state === 'closed') return { state: 'UNKNOWN', conflicts }
  return { state: unmetRules(world, pull).length > 0 ? 'BLOCKED' : 'CLEAN', conflicts }
}

/** Paths that both the base and the pull request changed, each in its own way. */
export function conflictsOf(world: World, pull: PullRequest): readonly string[] {
  return mergeWithBase(world, pull).conflicts
}

/** The tree that a merge of the pull request into its base would have. */
export function mergeWithBase(world: World, pull: PullRequest) {
  const git = world.git(repositoryOf(world.state, pull))
  const tip = baseTip(world, pull)
  return mergedTree(git, tip, pull.headOid)
}

/** The tree that a merge of one commit into another would have. */
export function mergedTree(git: GitStore, into: string, head: string) {
  return git.remember(`merge ${into} ${head}`, () => {
    const base = mergeBase(git, into, head)
    return mergeTrees(
      git,
      base === undefined ? new Map() : git.filesOf(base),
      git.filesOf(into),
      git.filesOf(head),
    )
  })
}

/** What the required checks of a branch come to on a commit: all there and passing, one failing, or still waited for. */
export function requiredChecks(
  world: World,
  repository: Repository,
  branch: string,
  oid: string,
): 'passing' | 'failing' | 'pending' {
  const reasons = unmetOn(world, repository, branch, oid)
  if (reasons.length === 0) return 'passing'
  return reasons.some((reason) => reason.endsWith('is failing.')) ? 'failing' : 'pending'
}

/** What each required check of the base branch still lacks on the pull request's head. */
function unmetRules(world: World, pull: PullRequest): string[] {
  return unmetOn(world, repositoryOf(world.state, pull), pull.baseRef, pull.headOid)
}

function unmetOn(world: World, repository: Repository, branch: string, oid: string): string[] {
  return repository.rules
    .filter((rule) => rule.branch === branch)
    .map((rule) => unmet(world, repository, oid, rule))
    .filter((reason) => reason !== undefined)
}

function unmet(world: World, repository: Repository, headOid: string, rule: BranchRule): string | undefined {
  const runs = checkRunsOn(world.state, repository, headOid).filter(
    (run) => run.name === rule.check && (rule.appId === null || run.appId === rule.appId),
  )
  const status = world.state.statuses.findLast(
    (each) =>
      each.repositoryId === repository.id &&
      each.oid === headOid &&
      each.context === rule.check &&
      (rule.appId === null || botOf(world, rule.appId) === each.creatorId),
  )
  if (runs.length === 0 && !status) return `Required status check "${rule.check}" is expected.`
  // A check and a status of one name are both required (GH-135).
  if (status && status.state !== 'success') {
    return `Required status check "${rule.check}" is ${status.state === 'pending' ? 'pending' : 'failing'}.`
  }
  const deciding = world.quirks.sameNameRuns === 'newest' ? runs.slice(-1) : runs
  for (const run of deciding) {
    if (run.status !== 'completed') return `Required status check "${rule.check}" is in progress.`
    if (!PASSING.includes(run.conclusion)) return `Required status check "${rule.check}" is failing.`
  }
  return undefined
}

function botOf(world: World, appId: number): number | undefined {
  return world.state.apps.has(appId) ? must(world.state.apps.get(appId), 'App').botId : undefined
}
