import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { must, pullsOf, repositoryOf } from '../world/find.ts'
import type { PullRequest, Repository } from '../world/state.ts'
import { actorView } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import { objectByOid } from './git-object.ts'
import { need, type View, type Viewing } from './viewing.ts'

/** The queue of a branch; null while nothing waits in it. */
export function mergeQueueView(viewing: Viewing, repository: Repository, branch: string): View | null {
  const waiting = waitingFor(viewing, repository, branch)
  if (waiting.length === 0) return null
  need(viewing, repository, 'merge_queues')
  return {
    __typename: 'MergeQueue',
    id: nodeId('MQ', repository.id, branch),
    url: `${repositoryUrl(viewing.world, repository)}/queue/${branch}`,
    entries: (args: PageArguments) =>
      connection(
        'entries',
        waiting,
        args,
        ({ id }) => id,
        (pull) => mergeQueueEntryView(viewing, pull, must(pull.queued, 'queue entry')),
      ),
  }
}

export function mergeQueueEntryView(
  viewing: Viewing,
  pull: PullRequest,
  queued: NonNullable<PullRequest['queued']>,
): View {
  const repository = repositoryOf(viewing.world.state, pull)
  const git = viewing.world.git(repository)
  return {
    __typename: 'MergeQueueEntry',
    id: nodeId('MQE', pull.id),
    enqueuedAt: queued.at,
    enqueuer: () => actorView(viewing, queued.byId),
    position: waitingFor(viewing, repository, pull.baseRef).indexOf(pull) + 1,
    state: 'AWAITING_CHECKS',
    jump: false,
    solo: false,
    headCommit: () => objectByOid(viewing, repository, queued.headOid),
    baseCommit: () => objectByOid(viewing, repository, git.mustCommit(queued.headOid).parents[0] ?? ''),
    pullRequest: () => viewing.show.pull(viewing, pull),
  }
}

function waitingFor(viewing: Viewing, repository: Repository, branch: string): PullRequest[] {
  return pullsOf(viewing.world.state, repository)
    .filter((pull) => pull.queued !== null && pull.baseRef === branch)
    .sort((a, b) => (a.queued?.at ?? '').localeCompare(b.queued?.at ?? '') || a.id - b.id)
}
