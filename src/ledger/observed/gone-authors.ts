import { formerNotes } from '../../facts/former-notes.ts'
import type { Person } from '../../facts/person.ts'
import type { Post, Snapshot } from '../../facts/snapshot.ts'

/** The account that GitHub puts in place of deleted ones (GH-199). */
const GHOST: Person = { id: 10137, login: 'ghost', type: 'User' }
/** Its place where that id is a person's, as it may be on GitHub Enterprise Server: no account has this one. */
const NO_ACCOUNT = 0

/**
 * Returns the snapshot with `@ghost` as the author of posts that blocked, by the notes of a version without a ledger,
 * and whose author's account was deleted since: a ledger that begins with them has them continue to block (C5, P5).
 */
export function withGoneAuthors(snapshot: Snapshot): Snapshot {
  if (snapshot.posts.every(({ author }) => author !== null)) return snapshot
  const held = new Set(formerNotes(snapshot).held)
  const ghost = isTaken(snapshot) ? { ...GHOST, id: NO_ACCOUNT } : GHOST
  const posts = snapshot.posts.map((post) => (held.has(post.id) ? withAuthor(post, ghost) : post))
  return { ...snapshot, posts }
}

/** Whether the id of that account is a person's here, who would speak in the name of deleted ones. */
function isTaken({ posts }: Snapshot): boolean {
  return posts.some(({ author, revisions }) =>
    [author, ...(revisions ?? []).map(({ editor }) => editor)].some(
      (person) => person?.id === GHOST.id && person.login !== GHOST.login,
    ),
  )
}

function withAuthor(post: Post, author: Person): Post {
  if (post.author !== null) return post
  // Only the first revision is surely the author's: an edit may have been by another account that is gone (C0).
  const revisions =
    post.revisions?.map((revision, index) =>
      index === 0 ? { ...revision, editor: revision.editor ?? author } : revision,
    ) ?? null
  return { ...post, author, revisions }
}
