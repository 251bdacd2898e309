import type { PersonAccess } from '../access.ts'
import { enqueue } from '../acts/merge-queue.ts'
import { queueOf } from '../acts/queue-groups.ts'
import { nodeId, readNodeId } from '../node-id.ts'
import { must, repositoryOf } from '../world/find.ts'
import { fault } from './fault.ts'
import type { View, Viewing } from './viewing.ts'

/** One GraphQL request with a token that somebody made for themselves. */
export interface PersonViewing extends Pick<Viewing, 'world' | 'unknown' | 'cost' | 'quota' | 'spend'> {
  readonly access: PersonAccess
}

interface EnqueueInput {
  readonly input: { readonly pullRequestId: string; readonly clientMutationId?: string | null }
}

/** The fields of `Mutation` that such a token is answered: REST has no way into a merge queue (GH-188). */
export const personMutations = {
  enqueuePullRequest({ input }: EnqueueInput, { world, access }: PersonViewing): View {
    const pull = world.state.pulls.get(Number(readNodeId(input.pullRequestId)?.keys[0]))
    if (!pull) {
      throw fault('NOT_FOUND', `Could not resolve to a node with the global id of '${input.pullRequestId}'`)
    }
    const repository = repositoryOf(world.state, pull)
    if (!repository.requiredQueues.has(pull.baseRef)) {
      throw fault('UNPROCESSABLE', 'No merge queue found for the base branch')
    }
    try {
      enqueue(world, pull, { id: access.accountId })
    } catch (error) {
      throw fault('UNPROCESSABLE', error instanceof Error ? error.message : String(error))
    }
    const { id } = must(pull.queued, 'entry')
    const entries = queueOf(world, repository, pull.baseRef)
    return {
      __typename: 'EnqueuePullRequestPayload',
      clientMutationId: input.clientMutationId ?? null,
      mergeQueueEntry: {
        __typename: 'MergeQueueEntry',
        id: nodeId('MQE', id),
        position: entries.findIndex((each) => each.id === pull.id) + 1,
      },
    }
  },
}
