import { commitsOf, shownChanges } from '../world/pull-request.ts'
import { mergeState } from '../branch-rule.ts'
import { nodeId } from '../node-id.ts'
import { must, ownerOf, postsOf, repositoryOf } from '../world/find.ts'
import { inSight } from '../world/sight.ts'
import type { PullRequest, Reviewer, Team } from '../world/state.ts'
import type { World } from '../world/world.ts'
import { accountJson } from './account.ts'
import type { Json } from './json.ts'
import { labelJson, repositoryApiUrl, repositoryJson, repositoryUrl } from './repository.ts'

export function pullUrl(world: World, pull: PullRequest): string {
  return `${repositoryUrl(world, repositoryOf(world.state, pull))}/pull/${pull.number}`
}

export function pullApiUrl(world: World, pull: PullRequest): string {
  return `${repositoryApiUrl(world, repositoryOf(world.state, pull))}/pulls/${pull.number}`
}

export function issueApiUrl(world: World, pull: PullRequest): string {
  return `${repositoryApiUrl(world, repositoryOf(world.state, pull))}/issues/${pull.number}`
}

/** A pull request as lists and most webhooks show it. */
export function pullJson(world: World, pull: PullRequest): Json {
  const repository = repositoryOf(world.state, pull)
  const head =
    pull.headRepositoryId === null ? undefined : world.state.repositories.get(pull.headRepositoryId)
  const owner = ownerOf(world.state, repository)
  const headOwner = head ? ownerOf(world.state, head) : undefined
  return {
    url: pullApiUrl(world, pull),
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: pullUrl(world, pull),
    issue_url: issueApiUrl(world, pull),
    comments_url: `${issueApiUrl(world, pull)}/comments`,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: accountJson(world, pull.authorId),
    // GitHub stores an empty description as nothing at all.
    body: pull.body === '' ? null : pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitOid,
    assignee: null,
    assignees: [],
    requested_reviewers: requested(pull, 'user').map(({ reviewerId }) => accountJson(world, reviewerId)),
    requested_teams: requested(pull, 'team').map(({ reviewerId }) =>
      teamJson(world, must(world.state.teams.get(reviewerId), `team ${reviewerId}`)),
    ),
    labels: pull.labels.map((name) =>
      labelJson(world, repository, must(repository.labels.get(name.toLowerCase()), `label ${name}`)),
    ),
    milestone: null,
    draft: pull.draft,
    head: {
      label: `${headOwner?.login ?? pull.headLabel}:${pull.headRef}`,
      ref: pull.headRef,
      sha: pull.headOid,
      user: headOwner ? accountJson(world, headOwner.id) : null,
      repo: head ? repositoryJson(world, head) : null,
    },
    base: {
      label: `${owner.login}:${pull.baseRef}`,
      ref: pull.baseRef,
      sha: pull.baseOid,
      user: accountJson(world, owner.id),
      repo: repositoryJson(world, repository),
    },
    author_association: 'CONTRIBUTOR',
    auto_merge: pull.autoMerge
      ? { enabled_by: accountJson(world, pull.autoMerge.byId), merge_method: pull.autoMerge.method }
      : null,
    active_lock_reason: null,
  }
}

/** A pull request as its own page and `pull_request` webhooks show it: with what has to be counted. */
export function pullDetailJson(world: World, pull: PullRequest): Json {
  const changes = shownChanges(world, pull) ?? []
  const state = mergeState(world, pull)
  return {
    ...pullJson(world, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'closed' ? null : state.conflicts.length === 0,
    rebaseable: pull.state === 'closed' ? null : state.conflicts.length === 0,
    mergeable_state: state.state.toLowerCase(),
    merged_by: pull.mergedById === null ? null : accountJson(world, pull.mergedById),
    comments: inSight(world, postsOf(world.state, pull, 'comment')).count,
    review_comments: inSight(world, postsOf(world.state, pull, 'line')).count,
    maintainer_can_modify: false,
    commits: commitsOf(world, pull).length,
    additions: changes.reduce((sum, { additions }) => sum + additions, 0),
    deletions: changes.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: changes.length,
  }
}

/** What a pull request has and an issue has not. */
const OF_PULLS_ALONE = new Set([
  'head',
  'base',
  'issue_url',
  'merged_at',
  'merge_commit_sha',
  'requested_reviewers',
  'requested_teams',
  'auto_merge',
])

/** A pull request as an issue, the form in which `issue_comment` webhooks show it. */
export function issueJson(world: World, pull: PullRequest): Json {
  const shown = pullJson(world, pull)
  const { url, html_url, draft, merged_at } = shown
  const rest = Object.fromEntries(Object.entries(shown).filter(([key]) => !OF_PULLS_ALONE.has(key)))
  return {
    ...rest,
    url: issueApiUrl(world, pull),
    repository_url: repositoryApiUrl(world, repositoryOf(world.state, pull)),
    html_url,
    comments: inSight(world, postsOf(world.state, pull, 'comment')).count,
    draft,
    pull_request: { url, html_url, diff_url: `${html_url}.diff`, patch_url: `${html_url}.patch`, merged_at },
  }
}

export function teamJson(world: World, team: Team): Json {
  const organization = must(
    world.state.accounts.get(team.organizationId),
    `organisation ${team.organizationId}`,
  )
  const parent = team.parentId === null ? undefined : world.state.teams.get(team.parentId)
  return {
    name: team.name,
    id: team.id,
    node_id: nodeId('T', team.id),
    slug: team.slug,
    description: null,
    privacy: team.secret ? 'secret' : 'closed',
    url: `${world.origin()}/api/v3/organizations/${organization.id}/team/${team.id}`,
    html_url: `${world.origin()}/orgs/${organization.login}/teams/${team.slug}`,
    permission: 'pull',
    parent: parent ? teamJson(world, { ...parent, parentId: null }) : null,
  }
}

function requested(pull: PullRequest, kind: Reviewer['kind']): Reviewer[] {
  return pull.reviewRequests.filter((each) => each.kind === kind)
}
