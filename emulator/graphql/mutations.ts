import { minimize, unminimize } from '../acts/comments.ts'
import { react, unreact } from '../acts/reactions.ts'
import { readNodeId } from '../node-id.ts'
import { must, repositoryOf } from '../world/find.ts'
import type { Reaction, Remark, Written } from '../world/state.ts'
import { fault } from './fault.ts'
import { pullView } from './pull-request.ts'
import { remarkView } from './remark.ts'
import { need, type View, type Viewing } from './viewing.ts'
import { REACTION_WORDS, reactionGroups, reactionView } from './written.ts'

interface ReactionInput {
  readonly input: {
    readonly subjectId: string
    readonly content: string
    readonly clientMutationId?: string | null
  }
}

interface MinimizeInput {
  readonly input: {
    readonly subjectId: string
    /** Of `minimizeComment` only. */
    readonly classifier?: string
    readonly clientMutationId?: string | null
  }
}

/** The fields of `Mutation`. */
export const mutations = {
  addReaction({ input }: ReactionInput, viewing: Viewing): View {
    const { text, subject } = subjectOf(viewing, input.subjectId)
    const { reaction } = react(
      viewing.world,
      text,
      botOf(viewing),
      must(REACTION_WORDS[input.content], 'reaction'),
    )
    return payload('AddReactionPayload', viewing, input, text, subject, reaction)
  },
  removeReaction({ input }: ReactionInput, viewing: Viewing): View {
    const { text, subject } = subjectOf(viewing, input.subjectId)
    const removed = unreact(text, botOf(viewing), must(REACTION_WORDS[input.content], 'reaction'))
    if (!removed) throw fault('NOT_FOUND', 'Could not find a reaction of this kind by you')
    return payload('RemoveReactionPayload', viewing, input, text, subject, removed)
  },
  minimizeComment({ input }: MinimizeInput, viewing: Viewing): View {
    const remark = remarkToHide(viewing, input.subjectId)
    minimize(remark, must(input.classifier, 'classifier').toLowerCase().replaceAll('_', '-'))
    return hidden('MinimizeCommentPayload', 'minimizedComment', viewing, input, remark)
  },
  unminimizeComment({ input }: MinimizeInput, viewing: Viewing): View {
    const remark = remarkToHide(viewing, input.subjectId)
    unminimize(remark)
    return hidden('UnminimizeCommentPayload', 'unminimizedComment', viewing, input, remark)
  },
}

function payload(
  __typename: string,
  viewing: Viewing,
  input: ReactionInput['input'],
  text: Written,
  subject: () => View,
  reaction: Reaction,
): View {
  return {
    __typename,
    clientMutationId: input.clientMutationId ?? null,
    reaction: () => reactionView(viewing, reaction, subject),
    reactionGroups: () => reactionGroups(viewing, text, subject),
    subject,
  }
}

/** The remark that is hidden or shown: what is said on a pull request takes that permission, not Issues (GH-186). */
function remarkToHide(viewing: Viewing, id: string): Remark {
  const { state } = viewing.world
  const remark = remarkBy(viewing, id)
  const pull = remark && state.pulls.get(remark.pullId)
  if (!remark || !pull) throw noNode(id)
  need(viewing, repositoryOf(state, pull), 'pull_requests', 'write')
  return remark
}

function hidden(
  __typename: string,
  field: string,
  viewing: Viewing,
  { clientMutationId = null }: MinimizeInput['input'],
  remark: Remark,
): View {
  return { __typename, clientMutationId, [field]: () => remarkView(viewing, remark) }
}

function remarkBy({ world }: Viewing, id: string): Remark | undefined {
  return world.state.remarks.get(Number(readNodeId(id)?.keys[0]))
}

function noNode(id: string) {
  return fault('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}

/** What is reacted to: a remark or a pull request. */
function subjectOf(viewing: Viewing, id: string): { text: Written; subject: () => View } {
  const { state } = viewing.world
  const key = Number(readNodeId(id)?.keys[0])
  const remark = remarkBy(viewing, id)
  const pull = state.pulls.get(remark?.pullId ?? key)
  if (!pull) throw noNode(id)
  const permission = remark?.kind === 'comment' ? 'issues' : 'pull_requests'
  need(viewing, repositoryOf(state, pull), permission, 'write')
  return remark
    ? { text: remark, subject: () => remarkView(viewing, remark) }
    : { text: pull, subject: () => pullView(viewing, pull) }
}

function botOf(viewing: Viewing) {
  const app = must(viewing.world.state.apps.get(viewing.access.installation.appId), 'App')
  return must(viewing.world.state.accounts.get(app.botId), 'bot of an App')
}
