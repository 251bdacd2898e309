import { requestReview } from '../acts/reviews.ts'
import { Rejection } from '../rejection.ts'
import { changeJson } from '../views/change.ts'
import { pullDetailJson, pullJson } from '../views/pull-request.ts'
import { accountByLogin, pullsOf, repositoryOf, teamBySlug } from '../world/find.ts'
import { grantedRole } from '../world/permission.ts'
import { shownChanges } from '../world/pull-request.ts'
import type { PullRequest } from '../world/state.ts'
import { actingIn, botOf, type Call, page, pullFor, repositoryFor, type Route } from './router.ts'

/** GitHub lists no more changed files than this (GH-159). */
const MOST_FILES = 3000

export const pullRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls',
    handle(call) {
      const { repository } = actingIn(call, 'pull_requests', 'read')
      const { state = 'open', head, base, sort = 'created', direction } = call.query
      const pulls = pullsOf(call.world.state, repository).filter(
        (pull) =>
          (state === 'all' || pull.state === state) &&
          (base === undefined || pull.baseRef === base) &&
          (head === undefined || `${pull.headLabel}:${pull.headRef}` === head),
      )
      const by = (pull: PullRequest) => (sort === 'updated' ? pull.updatedAt : pull.createdAt)
      pulls.sort((a, b) => by(a).localeCompare(by(b)) || a.number - b.number)
      // Newest first, unless it is sorted by something else.
      if ((direction ?? (sort === 'created' ? 'desc' : 'asc')) === 'desc') pulls.reverse()
      return page(call, pulls, (pull) => pullJson(call.world, pull))
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls/:number',
    handle(call) {
      const { repository } = actingIn(call, 'pull_requests', 'read')
      return { status: 200, body: pullDetailJson(call.world, pullFor(call, repository)) }
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/pulls/:number/files',
    handle(call) {
      const { repository } = repositoryFor(call, 'pull_requests')
      const changes = shownChanges(call.world, pullFor(call, repository)) ?? []
      return page(call, changes.slice(0, MOST_FILES), (change) => changeJson(call.world, repository, change))
    },
  },
  {
    method: 'POST',
    path: '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    handle(call) {
      const { repository, access } = repositoryFor(call, 'pull_requests', 'write')
      const pull = pullFor(call, repository)
      const { reviewers = [], team_reviewers: teams = [] } = call.body
      const wanted = [
        ...(reviewers as string[]).map((login) => askedUser(call, pull, login)),
        ...(teams as string[]).map((slug) => askedTeam(call, pull, slug)),
      ]
      const bot = botOf(call, access)
      for (const reviewer of wanted) requestReview(call.world, pull, bot, reviewer)
      return { status: 201, body: pullJson(call.world, pull) }
    },
  },
]

/** One name that GitHub will not ask rejects the whole request. */
function askedUser(call: Call, pull: PullRequest, login: string) {
  const account = accountByLogin(call.world.state, login)
  if (account && account.id === pull.authorId) {
    throw new Rejection(422, 'Review cannot be requested from pull request author.')
  }
  const repository = repositoryOf(call.world.state, pull)
  if (account?.type !== 'User' || grantedRole(call.world.state, repository, account.id) === 'none') {
    throw notCollaborator(call)
  }
  return { kind: 'user' as const, reviewerId: account.id }
}

function askedTeam(call: Call, pull: PullRequest, slug: string) {
  const repository = repositoryOf(call.world.state, pull)
  const team = teamBySlug(call.world.state, repository.ownerId, slug)
  if (!team || !repository.teams.has(team.id)) throw notCollaborator(call)
  return { kind: 'team' as const, reviewerId: team.id }
}

function notCollaborator(call: Call): Rejection {
  const { owner, repo } = call.parameters
  return new Rejection(
    422,
    'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a ' +
      `collaborator of the ${owner}/${repo} repository.`,
  )
}
