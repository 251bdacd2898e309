import { keptIn } from './kept-notes.ts'
import type { Person, Post, Snapshot } from './snapshot.ts'

/** The account that GitHub puts in place of deleted ones (GH-199). */
const GHOST: Person = { id: 10137, login: 'ghost', type: 'User' }

/**
 * Returns the snapshot with `@ghost` as the author of posts that blocked, according to our notes, and whose author's
 * account was deleted since: they continue to block (C5, P5). Other posts of deleted accounts have no author and no
 * effect.
 */
export function withGoneAuthors(snapshot: Snapshot): Snapshot {
  if (snapshot.posts.every(({ author }) => author !== null)) return snapshot
  const held = new Set(keptIn(snapshot).held)
  return { ...snapshot, posts: snapshot.posts.map((post) => (held.has(post.id) ? withGhost(post) : post)) }
}

function withGhost(post: Post): Post {
  if (post.author !== null) return post
  const revisions =
    post.revisions?.map((revision) => ({ ...revision, editor: revision.editor ?? GHOST })) ?? null
  return { ...post, author: GHOST, revisions }
}
