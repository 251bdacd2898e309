import { type Queued, queueOf } from '../acts/queue-groups.ts'
import { requiredChecks } from '../branch-rule.ts'
import { nodeId } from '../node-id.ts'
import { repositoryUrl } from '../views/repository.ts'
import { repositoryOf } from '../world/find.ts'
import type { Repository } from '../world/state.ts'
import { actorView } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import { objectByOid } from './git-object.ts'
import { need, type View, type Viewing } from './viewing.ts'

/** The queue of a branch; null while nothing waits in it. */
export function mergeQueueView(viewing: Viewing, repository: Repository, branch: string): View | null {
  const waiting = queueOf(viewing.world, repository, branch)
  if (waiting.length === 0) return null
  need(viewing, repository, 'merge_queues')
  return {
    __typename: 'MergeQueue',
    id: nodeId('MQ', repository.id, branch),
    url: `${repositoryUrl(viewing.world, repository)}/queue/${branch}`,
    configuration: {
      __typename: 'MergeQueueConfiguration',
      mergeMethod: 'MERGE',
      mergingStrategy: repository.headGreenQueues.has(branch) ? 'HEADGREEN' : 'ALLGREEN',
    },
    entries: (args: PageArguments) =>
      connection(
        'entries',
        waiting,
        args,
        ({ id }) => id,
        (pull) => mergeQueueEntryView(viewing, pull),
      ),
  }
}

const STATES = { passing: 'MERGEABLE', failing: 'UNMERGEABLE', pending: 'AWAITING_CHECKS' } as const

export function mergeQueueEntryView(viewing: Viewing, pull: Queued): View {
  const { world } = viewing
  const { queued, baseRef } = pull
  const repository = repositoryOf(world.state, pull)
  return {
    __typename: 'MergeQueueEntry',
    id: nodeId('MQE', queued.id),
    enqueuedAt: queued.at,
    enqueuer: () => actorView(viewing, queued.byId),
    position: queueOf(world, repository, baseRef).findIndex(({ id }) => id === pull.id) + 1,
    state: STATES[requiredChecks(world, repository, baseRef, queued.headOid)],
    jump: false,
    solo: false,
    mergeQueue: () => mergeQueueView(viewing, repository, baseRef),
    headCommit: () => objectByOid(viewing, repository, queued.headOid),
    baseCommit: () => objectByOid(viewing, repository, queued.baseOid),
    pullRequest: () => viewing.show.pull(viewing, pull),
  }
}
