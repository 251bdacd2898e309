import { announceComment, announceLineComment, announceReview } from '../webhooks/events.ts'
import { must, repositoryOf } from '../world/find.ts'
import { atLeast, roleOf } from '../world/permission.ts'
import type { Account, IssueComment, LineComment, PullRequest, Post, Revision } from '../world/state.ts'
import { nextWideId, type World } from '../world/world.ts'
import { note } from './timeline.ts'
import { account, allowed, type Who } from './who.ts'
import { newText, rewrite } from './writing.ts'

/** Longer bodies are rejected (GH-161). */
export const LONGEST_BODY = 65_536

export interface CommentOptions {
  readonly viaEmail?: boolean
  /** The App whose user token was used (GH-165). */
  readonly viaAppId?: number
}

/** Somebody who can read says something in the conversation. */
export function comment(
  world: World,
  pull: PullRequest,
  by: Who,
  body: string,
  options: CommentOptions = {},
): IssueComment {
  const author = allowed(world, repositoryOf(world.state, pull), by, 'read', 'comment')
  return addComment(world, pull, author, body, options)
}

/** The same without asking who may: Apps write by the permissions of their token. */
export function addComment(
  world: World,
  pull: PullRequest,
  author: Account,
  body: string,
  options: CommentOptions = {},
): IssueComment {
  if (body.length > LONGEST_BODY)
    throw new RangeError(`body is too long (maximum is ${LONGEST_BODY} characters)`)
  const made: IssueComment = {
    kind: 'comment',
    id: nextWideId(world.state),
    pullId: pull.id,
    viaAppId: options.viaAppId ?? null,
    minimized: null,
    ...newText(world, author.id, body, options.viaEmail),
  }
  world.state.posts.set(made.id, made)
  pull.postIds.push(made.id)
  pull.updatedAt = world.clock.iso()
  announceComment(world, made, 'created', author.id)
  return made
}

/** Edits any post. Anybody with write access may edit anybody's, and the author stays who it was (GH-162). */
export function editPost(world: World, post: Post, by: Who, body: string): void {
  const pull = must(world.state.pulls.get(post.pullId), 'pull request of a post')
  changePost(world, post, mayChange(world, pull, post, by, 'edit'), body)
}

/** The same without asking who may. */
export function changePost(world: World, post: Post, editor: Account, body: string): void {
  const pull = must(world.state.pulls.get(post.pullId), 'pull request of a post')
  const from = post.body
  rewrite(world, post, editor.id, body)
  pull.updatedAt = world.clock.iso()
  const extra = { changes: { body: { from } } }
  if (post.kind === 'comment') announceComment(world, post, 'edited', editor.id, extra)
  else if (post.kind === 'review') announceReview(world, post, 'edited', editor.id, extra)
  else announceLineComment(world, post, 'edited', editor.id, extra)
}

/** Deletes a comment; the timeline keeps that somebody did, and whose it was. Reviews cannot be deleted. */
export function deleteComment(world: World, post: IssueComment | LineComment, by: Who): void {
  const pull = must(world.state.pulls.get(post.pullId), 'pull request of a post')
  removeComment(world, post, mayChange(world, pull, post, by, 'delete'))
}

/** The same without asking who may. */
export function removeComment(world: World, post: IssueComment | LineComment, actor: Account): void {
  const pull = must(world.state.pulls.get(post.pullId), 'pull request of a post')
  world.state.posts.delete(post.id)
  pull.postIds.splice(pull.postIds.indexOf(post.id), 1)
  pull.updatedAt = world.clock.iso()
  if (post.kind === 'comment') {
    const actorId = world.quirks.anonymousDeletions ? null : actor.id
    note(world, pull, actorId, { type: 'CommentDeletedEvent', authorId: post.authorId })
    announceComment(world, post, 'deleted', actor.id)
  } else announceLineComment(world, post, 'deleted', actor.id)
}

/** Takes one revision out of a text's history: that it was there stays, what it said does not. */
export function deleteRevision(world: World, post: Post, revision: Revision, by: Who): void {
  if (!post.revisions.includes(revision)) throw new Error('This revision belongs to another post')
  revision.text = null
  revision.deletedAt = world.clock.iso()
  revision.deletedById = account(world, by).id
}

/** Hides a post behind a reason, as a moderator does. */
export function minimize(post: Post, reason: string): void {
  post.minimized = reason
}

/** Shows it again. */
export function unminimize(post: Post): void {
  post.minimized = null
}

function mayChange(world: World, pull: PullRequest, post: Post, by: Who, what: string): Account {
  const actor = account(world, by)
  const role = roleOf(world.state, repositoryOf(world.state, pull), actor.id)
  if (actor.id !== post.authorId && !atLeast(role, 'write')) {
    throw new Error(`@${actor.login} may not ${what} this: must be the author or have write access`)
  }
  return actor
}
