import { accountJson } from '../views/account.ts'
import { checkRunJson, checkSuiteJson } from '../views/check.ts'
import type { Json } from '../views/json.ts'
import { issueJson, pullDetailJson, pullJson } from '../views/pull-request.ts'
import { commentJson, lineCommentJson, reviewJson } from '../views/post.ts'
import { repositoryJson, repositoryUrl } from '../views/repository.ts'
import { nodeId } from '../node-id.ts'
import { must, ownerOf, repositoryOf } from '../world/find.ts'
import { installationOf, installationOn, repositoriesOf } from '../world/installation.ts'
import type {
  Account,
  CheckRun,
  CheckSuite,
  Installation,
  IssueComment,
  LineComment,
  PullRequest,
  Repository,
  Review,
  Team,
} from '../world/state.ts'
import type { World } from '../world/world.ts'
import { organizationJson } from './organization.ts'

/** Sends a repository's event to the App, if it is installed there and not suspended (GH-113). */
export function announceIn(
  world: World,
  repository: Repository,
  event: string,
  senderId: number,
  facts: Json,
): void {
  const installation = installationOn(world.state, world.appId, repository)
  if (!installation || installation.suspendedAt !== null) return
  const owner = ownerOf(world.state, repository)
  world.announce({
    event,
    installationId: installation.id,
    repositoryId: repository.id,
    payload: {
      ...facts,
      repository: repositoryIn(world, repository, event),
      ...(owner.type === 'Organization' ? { organization: organizationJson(world, owner) } : {}),
      sender: accountJson(world, senderId),
      installation: { id: installation.id, node_id: nodeId('A', installation.id) },
    },
  })
}

/** In `push` the times of a repository are seconds, as in nothing else (GH-195). */
function repositoryIn(world: World, repository: Repository, event: string): Json {
  const json = repositoryJson(world, repository)
  if (event !== 'push') return json
  const seconds = (time: unknown) => Math.floor(Date.parse(String(time)) / 1000)
  return { ...json, created_at: seconds(json.created_at), pushed_at: seconds(json.pushed_at) }
}

export function announcePull(
  world: World,
  pull: PullRequest,
  action: string,
  senderId: number,
  extra: Json = {},
): void {
  announceIn(world, repositoryOf(world.state, pull), 'pull_request', senderId, {
    action,
    number: pull.number,
    pull_request: pullDetailJson(world, pull),
    ...extra,
  })
}

export function announceComment(
  world: World,
  comment: IssueComment,
  action: 'created' | 'edited' | 'deleted',
  senderId: number,
  extra: Json = {},
): void {
  const pull = must(world.state.pulls.get(comment.pullId), 'pull request of a comment')
  announceIn(world, repositoryOf(world.state, pull), 'issue_comment', senderId, {
    action,
    issue: issueJson(world, pull),
    comment: commentJson(world, comment),
    ...extra,
  })
}

export function announceReview(
  world: World,
  review: Review,
  action: 'submitted' | 'edited' | 'dismissed',
  senderId: number,
  extra: Json = {},
): void {
  const pull = must(world.state.pulls.get(review.pullId), 'pull request of a review')
  announceIn(world, repositoryOf(world.state, pull), 'pull_request_review', senderId, {
    action,
    // Only payloads say when a review was changed (`@octokit/openapi-webhooks-types`, `openapi-types`).
    review: { ...reviewJson(world, review), updated_at: review.updatedAt, state: review.state.toLowerCase() },
    pull_request: pullJson(world, pull),
    ...extra,
  })
}

export function announceLineComment(
  world: World,
  comment: LineComment,
  action: 'created' | 'edited' | 'deleted',
  senderId: number,
  extra: Json = {},
): void {
  const pull = must(world.state.pulls.get(comment.pullId), 'pull request of a line comment')
  announceIn(world, repositoryOf(world.state, pull), 'pull_request_review_comment', senderId, {
    action,
    comment: lineCommentJson(world, comment),
    pull_request: pullJson(world, pull),
    ...extra,
  })
}

export function announceCheckRun(world: World, run: CheckRun, action: string, senderId: number): void {
  // Only the App that made a run hears of it.
  if (run.appId !== world.appId) return
  const suite = must(world.state.checkSuites.get(run.suiteId), 'check suite')
  const repository = must(world.state.repositories.get(run.repositoryId), 'repository of a check run')
  announceIn(world, repository, 'check_run', senderId, {
    action,
    check_run: { ...checkRunJson(world, run), check_suite: checkSuiteJson(world, suite) },
  })
}

export function announceCheckSuite(world: World, suite: CheckSuite, action: string, senderId: number): void {
  if (suite.appId !== world.appId) return
  const repository = must(world.state.repositories.get(suite.repositoryId), 'repository of a check suite')
  announceIn(world, repository, 'check_suite', senderId, {
    action,
    check_suite: checkSuiteJson(world, suite),
  })
}

export function announcePush(
  world: World,
  repository: Repository,
  push: { ref: string; before: string; after: string; forced: boolean },
  senderId: number,
): void {
  const zero = '0'.repeat(40)
  announceIn(world, repository, 'push', senderId, {
    ...push,
    created: push.before === zero,
    deleted: push.after === zero,
    base_ref: null,
    compare: `${repositoryUrl(world, repository)}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`,
    commits: [],
    head_commit:
      push.after === zero ? null : { id: push.after, message: headline(world, repository, push.after) },
    pusher: { name: world.state.accounts.get(senderId)?.login ?? 'ghost' },
  })
}

/** Somebody joined or left a team: an event of the organization, without a repository. */
export function announceMembership(
  world: World,
  team: Team,
  member: Account,
  action: 'added' | 'removed',
): void {
  const organization = must(world.state.accounts.get(team.organizationId), 'organisation of a team')
  const installation = installationOf(world.state, world.appId, organization.id)
  if (!installation || installation.suspendedAt !== null) return
  world.announce({
    event: 'membership',
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action,
      scope: 'team',
      member: accountJson(world, member.id),
      team: { id: team.id, node_id: nodeId('T', team.id), name: team.name, slug: team.slug },
      organization: organizationJson(world, organization),
      sender: accountJson(world, organization.id),
      installation: { id: installation.id, node_id: nodeId('A', installation.id) },
    },
  })
}

/** Installation events carry no repository of their own, but lists of them. */
export function announceInstallation(
  world: World,
  installation: Installation,
  event: 'installation' | 'installation_repositories',
  action: string,
  senderId: number,
  extra: Json = {},
): void {
  if (installation.appId !== world.appId) return
  const account = accountJson(world, installation.accountId)
  world.announce({
    event,
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action,
      installation: {
        id: installation.id,
        account,
        app_id: installation.appId,
        app_slug: world.state.apps.get(installation.appId)?.slug,
        target_id: installation.accountId,
        target_type: account.type,
        repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
        permissions: installation.permissions,
        events: [],
        created_at: installation.createdAt,
        updated_at: installation.createdAt,
        suspended_at: installation.suspendedAt,
      },
      ...(event === 'installation'
        ? {
            repositories: repositoriesOf(world.state, installation).map((each) =>
              shortRepository(world, each),
            ),
          }
        : {}),
      ...extra,
      sender: accountJson(world, senderId),
    },
  })
}

/** A repository as installation events list it. */
export function shortRepository(world: World, repository: Repository): Json {
  const { id, node_id, name, full_name, private: isPrivate } = repositoryJson(world, repository)
  return { id, node_id, name, full_name, private: isPrivate }
}

function headline(world: World, repository: Repository, oid: string): string {
  return world.git(repository).mustCommit(oid).message
}
