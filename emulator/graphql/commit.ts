import { type PullFilters, pullConnection } from './pull-connection.ts'
import { wholeSeconds } from '../clock.ts'
import type { Commit } from '../git/git-store.ts'
import { commitsBetween, historyOf } from '../git/history.ts'
import type { Signature } from '../git/objects.ts'
import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { accountByLogin, pullsOf, runsIn, suitesOn } from '../world/find.ts'
import { commitsOf } from '../world/pull-request.ts'
import type { Repository } from '../world/state.ts'
import { accountView } from './actor.ts'
import { checkSuiteView } from './check.ts'
import { connection, type PageArguments } from './connection.ts'
import { fault } from './fault.ts'
import { gitObject, treeEntryView, treeView } from './git-object.ts'
import { rollupView, statusView } from './status.ts'
import { need, type View, type Viewing } from './viewing.ts'

export function commitView(viewing: Viewing, repository: Repository, commit: Commit): View {
  const { world } = viewing
  const git = world.git(repository)
  const url = `${repositoryUrl(world, repository)}/commit/${commit.oid}`
  const at = (who: Signature) => wholeSeconds(new Date(who.seconds * 1000))
  const [headline = '', ...rest] = commit.message.trimEnd().split('\n')
  return {
    ...gitObject(viewing, repository, 'Commit', commit.oid),
    id: nodeId('C', repository.id, commit.oid),
    url,
    resourcePath: url.slice(world.origin().length),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    // The committer's own clock, not GitHub's (GH-167).
    committedDate: at(commit.committer),
    authoredDate: at(commit.author),
    author: () => gitActorView(viewing, commit.author),
    committer: () => gitActorView(viewing, commit.committer),
    tree: () => treeView(viewing, repository, commit.tree, ''),
    file({ path }: { path: string }) {
      need(viewing, repository, 'contents')
      const entry = git.at(commit.tree, path)
      // Absent is null and an error at this very field (GH-1).
      if (!entry) throw fault('NOT_FOUND', `Could not resolve file for path '${path}'.`)
      return treeEntryView(viewing, repository, entry, path)
    },
    parents: (args: PageArguments) =>
      connection(
        'parents',
        commit.parents,
        args,
        (oid) => oid,
        (oid) => commitView(viewing, repository, git.mustCommit(oid)),
      ),
    history(args: PageArguments & { path?: string; since?: string; until?: string }) {
      const { path, since, until } = args
      const commits = historyOf(git, commit.oid).filter((each) => {
        const date = each.committer.seconds * 1000
        if (since !== undefined && date < Date.parse(since)) return false
        if (until !== undefined && date > Date.parse(until)) return false
        return path === undefined || touches(viewing, repository, each, path)
      })
      return connection(
        'history',
        commits,
        args,
        ({ oid }) => oid,
        (each) => commitView(viewing, repository, each),
      )
    },
    checkSuites(args: PageArguments & { filterBy?: { appId?: number; checkName?: string } }) {
      need(viewing, repository, 'checks')
      const { appId, checkName } = args.filterBy ?? {}
      const suites = suitesOn(world.state, repository, commit.oid).filter(
        (suite) =>
          (appId == null || suite.appId === appId) &&
          (checkName == null || runsIn(world.state, suite).some((run) => run.name === checkName)),
      )
      return connection(
        'checkSuites',
        suites,
        args,
        ({ id }) => id,
        (suite) => checkSuiteView(viewing, suite),
      )
    },
    statusCheckRollup: () => rollupView(viewing, repository, commit),
    status: () => statusView(viewing, repository, commit),
    associatedPullRequests(args: PullFilters) {
      need(viewing, repository, 'pull_requests')
      const pulls = pullsOf(world.state, repository).filter(
        (pull) =>
          pull.headOid === commit.oid ||
          pull.mergeCommitOid === commit.oid ||
          commitsOf(world, pull).some(({ oid }) => oid === commit.oid),
      )
      const defaultTip = repository.refs.get(`refs/heads/${repository.defaultBranch}`)
      const isLanded = defaultTip !== undefined && commitsBetween(git, defaultTip, commit.oid).length === 0
      // Of a commit on the default branch GitHub names only the pull request that brought it there.
      const named = isLanded ? pulls.filter(({ mergedAt }) => mergedAt !== null) : pulls
      return pullConnection(viewing, 'associatedPullRequests', named, args)
    },
  }
}

function touches(viewing: Viewing, repository: Repository, commit: Commit, path: string): boolean {
  const git = viewing.world.git(repository)
  const now = git.at(commit.tree, path)?.oid
  const [parent] = commit.parents
  return now !== (parent === undefined ? undefined : git.at(git.mustCommit(parent).tree, path)?.oid)
}

function gitActorView(viewing: Viewing, who: Signature): View {
  const account = accountByLogin(viewing.world.state, who.name)
  return {
    __typename: 'GitActor',
    name: who.name,
    email: who.email,
    date: wholeSeconds(new Date(who.seconds * 1000)),
    user: () => (account?.type === 'User' ? accountView(viewing, account) : null),
  }
}
