import { minimize, unminimize } from '../acts/comments.ts'
import { react, unreact } from '../acts/reactions.ts'
import { readNodeId } from '../node-id.ts'
import { must, repositoryOf } from '../world/find.ts'
import type { Reaction, Post, Written } from '../world/state.ts'
import { fault } from './fault.ts'
import { pullView } from './pull-request.ts'
import { postView } from './post.ts'
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
    const post = postToHide(viewing, input.subjectId)
    minimize(post, must(input.classifier, 'classifier').toLowerCase().replaceAll('_', '-'))
    return hidden('MinimizeCommentPayload', 'minimizedComment', viewing, input, post)
  },
  unminimizeComment({ input }: MinimizeInput, viewing: Viewing): View {
    const post = postToHide(viewing, input.subjectId)
    unminimize(post)
    return hidden('UnminimizeCommentPayload', 'unminimizedComment', viewing, input, post)
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

/** The post that is hidden or shown: what is said on a pull request takes that permission, not Issues (GH-186). */
function postToHide(viewing: Viewing, id: string): Post {
  const { state } = viewing.world
  const post = postBy(viewing, id)
  const pull = post && state.pulls.get(post.pullId)
  if (!post || !pull) throw noNode(id)
  need(viewing, repositoryOf(state, pull), 'pull_requests', 'write')
  return post
}

function hidden(
  __typename: string,
  field: string,
  viewing: Viewing,
  { clientMutationId = null }: MinimizeInput['input'],
  post: Post,
): View {
  return { __typename, clientMutationId, [field]: () => postView(viewing, post) }
}

function postBy({ world }: Viewing, id: string): Post | undefined {
  return world.state.posts.get(Number(readNodeId(id)?.keys[0]))
}

function noNode(id: string) {
  return fault('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}

/** What is reacted to: a post or a pull request. */
function subjectOf(viewing: Viewing, id: string): { text: Written; subject: () => View } {
  const { state } = viewing.world
  const key = Number(readNodeId(id)?.keys[0])
  const post = postBy(viewing, id)
  const pull = state.pulls.get(post?.pullId ?? key)
  if (!pull) throw noNode(id)
  const permission = post?.kind === 'comment' ? 'issues' : 'pull_requests'
  need(viewing, repositoryOf(state, pull), permission, 'write')
  return post
    ? { text: post, subject: () => postView(viewing, post) }
    : { text: pull, subject: () => pullView(viewing, pull) }
}

function botOf(viewing: Viewing) {
  const app = must(viewing.world.state.apps.get(viewing.access.installation.appId), 'App')
  return must(viewing.world.state.accounts.get(app.botId), 'bot of an App')
}
