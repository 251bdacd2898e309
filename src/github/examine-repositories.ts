import type { Octokit } from '@octokit/rest'
import type { CommitSha, InstallationId } from '../facts/ids.ts'
import { checkName } from '../report/check.ts'
import type { BranchFacts, ConfigFacts, Requirement, Seen } from '../doctor/facts.ts'
import type { DefaultBranchesQuery } from './answers.generated.ts'
import { ask } from './ask.ts'
import { documentNamed } from './documents.ts'
import { exactNumber } from './exact-number.ts'
import { GitHubFault } from './faults.ts'
import { fileAt, lacksBlob } from './file-at.ts'
import { type RepositoryNode, withOpenPullRequests } from './repositories.ts'
import { seen } from './seen.ts'

/** A repository and its default branch. */
export interface BranchPlace {
  readonly owner: string
  readonly repo: string
  readonly branch: string
}

/** A repository that is looked at, where its default branch points, and its configuration there. */
export interface ExaminedRepository extends RepositoryNode {
  readonly branch: string
  readonly config: Seen<ConfigFacts>
  /** Null: nothing was pushed yet. */
  readonly tip: string | null
}

const DOCUMENT = documentNamed('default-branches')
const MOST_RULES_PAGES = 3
const PAGE = 100
/** Each may bring a text. */
const MOST_FILES = 30

/**
 * Reads up to `most` repositories of an installation, those with open pull requests first, and how many it reaches.
 */
export async function readRepositories(
  octokit: Octokit,
  installationId: InstallationId,
  most: number,
): Promise<Seen<{ readonly repositories: readonly ExaminedRepository[]; readonly total: number }>> {
  return seen('list the repositories', async () => {
    const { reached, total } = await reachedBy(octokit, installationId, most)
    const busy = new Set<string>()
    for (let at = 0; at < reached.length; at += PAGE) {
      const { open } = await withOpenPullRequests(octokit, reached.slice(at, at + PAGE))
      for (const { nodeId } of open) busy.add(nodeId)
    }
    const chosen = [
      ...reached.filter(({ nodeId }) => busy.has(nodeId)),
      ...reached.filter(({ nodeId }) => !busy.has(nodeId)),
    ].slice(0, most)
    const repositories: ExaminedRepository[] = []
    for (let at = 0; at < chosen.length; at += MOST_FILES) {
      repositories.push(...(await withConfigs(octokit, chosen.slice(at, at + MOST_FILES))))
    }
    return { repositories, total }
  })
}

/** As many pages of the repositories as it takes for so many of them, archived ones left out, and how many there are. */
async function reachedBy(octokit: Octokit, installationId: InstallationId, most: number) {
  const reached: (RepositoryNode & { readonly branch: string })[] = []
  for (let page = 1; ; page++) {
    const { data } = await octokit.request('GET /installation/repositories', {
      per_page: PAGE,
      ...(page > 1 && { page }),
    })
    for (const each of data.repositories) {
      if (each.archived || each.disabled) continue
      reached.push({
        installationId,
        repositoryId: exactNumber(each.id),
        owner: each.owner.login,
        repo: each.name,
        nodeId: each.node_id,
        branch: each.default_branch,
      })
    }
    const isLast = data.repositories.length < PAGE
    // Archived ones were counted, too; where all were seen it is known how many count.
    if (isLast) return { reached, total: reached.length }
    if (reached.length >= most) return { reached, total: data.total_count }
  }
}

async function withConfigs(
  octokit: Octokit,
  chosen: readonly (RepositoryNode & { readonly branch: string })[],
): Promise<readonly ExaminedRepository[]> {
  if (chosen.length === 0) return []
  const answer = await seen('read the configurations', () =>
    ask(octokit, {
      document: DOCUMENT,
      variables: { ids: chosen.map(({ nodeId }) => nodeId) },
      what: 'read the configurations',
      mayBeNull: ['repository to be counted', 'file'],
    }),
  )
  return chosen.map((each, index) => {
    if (answer.kind === 'unseen') return { ...each, config: answer, tip: null }
    const node = answer.value.data.nodes[index]
    return { ...each, ...configOf(each, node ?? null) }
  })
}

function configOf(
  { owner, repo, branch }: BranchPlace,
  node: DefaultBranchesQuery['nodes'][number],
): Pick<ExaminedRepository, 'config' | 'tip'> {
  const repository = `${owner}/${repo}`
  if (!node) return { config: { kind: 'unseen', why: 'GitHub does not show the repository.' }, tip: null }
  const target = node.defaultBranchRef?.target ?? null
  if (!target) {
    return {
      config: { kind: 'seen', value: { repository, branch, file: { kind: 'absent' }, paths: null } },
      tip: null,
    }
  }
  const { file, oid: tip } = target
  if (file === undefined || lacksBlob(file)) {
    return { config: { kind: 'unseen', why: 'GitHub does not show the file.' }, tip }
  }
  return { config: { kind: 'seen', value: { repository, branch, file: fileAt(file), paths: null } }, tip }
}

/** Reads all paths at a commit; unseen where GitHub cuts the listing. */
export function readPaths(
  octokit: Octokit,
  { owner, repo }: Pick<BranchPlace, 'owner' | 'repo'>,
  commit: CommitSha,
): Promise<Seen<readonly string[]>> {
  const what = `list the files of ${owner}/${repo}`
  return seen(what, async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      owner,
      repo,
      tree_sha: commit,
      recursive: '1',
    })
    if (data.truncated) throw new GitHubFault(`could not ${what}: there are more than GitHub lists`, 200)
    return data.tree.flatMap(({ type, path }) => (type === 'blob' && path !== undefined ? [path] : []))
  })
}

/** Reads what requires the check on a branch: its rulesets (GH-174) and its classic protection (GH-175). */
export async function readBranch(octokit: Octokit, place: BranchPlace): Promise<BranchFacts> {
  const { owner, repo, branch } = place
  const repository = `${owner}/${repo}`
  const [rules, protection] = await Promise.all([
    seen(`read the rules of ${branch}`, () => rulesOf(octokit, place)),
    seen(`read the protection of ${branch}`, () => protectionOf(octokit, place)),
  ])
  const found = rules.kind === 'seen' ? rules.value : { requirements: [], count: 0 }
  const classic = protection.kind === 'seen' ? protection.value : { requirements: [], isUnexplained: false }
  const reasons = [
    ...(rules.kind === 'unseen' ? [rules.why] : []),
    ...(protection.kind === 'unseen' ? [protection.why] : []),
    ...(classic.isUnexplained && found.count === 0
      ? ['the branch is protected, but GitHub shows no rule of it.']
      : []),
  ]
  return {
    repository,
    branch,
    requirements: [...found.requirements, ...classic.requirements],
    unseen: reasons.length > 0 ? reasons.join(' ') : null,
  }
}

async function rulesOf(
  octokit: Octokit,
  { owner, repo, branch }: BranchPlace,
): Promise<{ readonly requirements: readonly Requirement[]; readonly count: number }> {
  const requirements: Requirement[] = []
  let count = 0
  for (let page = 1; page <= MOST_RULES_PAGES; page++) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
      owner,
      repo,
      branch,
      per_page: 100,
      ...(page > 1 && { page }),
    })
    count += data.length
    for (const rule of data) {
      if (rule.type !== 'required_status_checks') continue
      const isOwners = rule.ruleset_source_type !== 'Repository'
      for (const { context, integration_id: appId = null } of rule.parameters?.required_status_checks ?? []) {
        if (context !== checkName(branch)) continue
        const place = isOwners ? `orgs/${rule.ruleset_source ?? owner}` : `repos/${owner}/${repo}`
        requirements.push({ by: 'ruleset', owner: place, id: rule.ruleset_id ?? 0, appId })
      }
    }
    if (data.length < 100) return { requirements, count }
  }
  throw new GitHubFault(`could not read the rules of ${branch}: there are more than ${count}`, 200)
}

async function protectionOf(
  octokit: Octokit,
  { owner, repo, branch }: BranchPlace,
): Promise<{ readonly requirements: readonly Requirement[]; readonly isUnexplained: boolean }> {
  const answer = await octokit
    .request('GET /repos/{owner}/{repo}/branches/{branch}', { owner, repo, branch })
    .catch((error: unknown) => {
      // Nothing was pushed to it yet, so nothing can be merged into it.
      if (error instanceof Error && 'status' in error && error.status === 404) return null
      throw error
    })
  if (answer === null) return { requirements: [], isUnexplained: false }
  const { protected: isProtected, protection } = answer.data
  const checks = protection?.required_status_checks?.checks
  const isNamed = (protection?.required_status_checks?.contexts ?? []).includes(checkName(branch))
  if (isNamed && checks === undefined) {
    throw new GitHubFault(`could not read the protection of ${branch}: it names no source of the check`, 200)
  }
  const requirements = (checks ?? [])
    .filter(({ context }) => context === checkName(branch))
    // GitHub returns null where any source may report the check, and is given -1.
    .map(({ app_id: appId }) => ({ by: 'protection' as const, appId: appId === -1 ? null : appId }))
  return { requirements, isUnexplained: isProtected && protection?.enabled !== true }
}
