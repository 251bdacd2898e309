import type { Commit } from '../git/git-store.ts'
import { nodeId } from '../node-id.ts'
import { checkRunsOn } from '../world/find.ts'
import { newestByName } from '../world/newest-runs.ts'
import type { CheckRun, CommitStatus, Repository } from '../world/state.ts'
import { actorView } from './actor.ts'
import { checkRunView } from './check.ts'
import { connection, type PageArguments } from './connection.ts'
import type { View, Viewing } from './viewing.ts'

/** All checks and statuses of a commit in one; null when there are none. */
export function rollupView(viewing: Viewing, repository: Repository, commit: Commit): View | null {
  const runs = newestByName(checkRunsOn(viewing.world.state, repository, commit.oid))
  const statuses = newestStatuses(viewing, repository, commit)
  if (runs.length + statuses.length === 0) return null
  const states = [...runs.map(stateOf), ...statuses.map((status) => status.state.toUpperCase())]
  return {
    __typename: 'StatusCheckRollup',
    id: nodeId('SCR', repository.id, commit.oid),
    commit: () => viewing.show.commit(viewing, repository, commit),
    state: ['FAILURE', 'ERROR', 'PENDING'].find((state) => states.includes(state)) ?? 'SUCCESS',
    contexts: (args: PageArguments) =>
      connection(
        'contexts',
        [...runs, ...statuses],
        args,
        ({ id }) => id,
        (each) =>
          'suiteId' in each ? checkRunView(viewing, each) : contextView(viewing, repository, commit, each),
      ),
  }
}

/** The commit statuses without the checks; null when there are none. */
export function statusView(viewing: Viewing, repository: Repository, commit: Commit): View | null {
  const statuses = newestStatuses(viewing, repository, commit)
  if (statuses.length === 0) return null
  const states = statuses.map(({ state }) => state.toUpperCase())
  return {
    __typename: 'Status',
    id: nodeId('SC', repository.id, commit.oid),
    state: ['FAILURE', 'ERROR', 'PENDING'].find((state) => states.includes(state)) ?? 'SUCCESS',
    contexts: () => statuses.map((each) => contextView(viewing, repository, commit, each)),
    context({ name }: { name: string }) {
      const found = statuses.find(({ context }) => context === name)
      return found ? contextView(viewing, repository, commit, found) : null
    },
  }
}

function contextView(viewing: Viewing, repository: Repository, commit: Commit, status: CommitStatus): View {
  return {
    __typename: 'StatusContext',
    id: nodeId('SC', status.id),
    context: status.context,
    state: status.state.toUpperCase(),
    description: status.description,
    createdAt: status.createdAt,
    targetUrl: null,
    creator: () => actorView(viewing, status.creatorId),
    commit: () => viewing.show.commit(viewing, repository, commit),
  }
}

function newestStatuses(viewing: Viewing, repository: Repository, commit: Commit): CommitStatus[] {
  const mine = viewing.world.state.statuses.filter(
    (each) => each.repositoryId === repository.id && each.oid === commit.oid,
  )
  return [...new Map(mine.map((each) => [each.context, each])).values()]
}

function stateOf(run: CheckRun): string {
  if (run.status !== 'completed') return 'PENDING'
  return ['success', 'neutral', 'skipped'].includes(run.conclusion ?? '') ? 'SUCCESS' : 'FAILURE'
}
