import type { Timestamp, UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { byTime } from '../facts/time.ts'
import { entriesOf, type Ledger } from './append.ts'
import type { EntryOf } from './entry.ts'

/** A post that is gone, since when at the latest, and who deleted it (C6). */
export interface Deletion {
  readonly at: Timestamp
  readonly who: 'the author' | 'somebody else' | 'unknown'
}

/** Returns the posts that are gone. Who deleted one is known only from the payload that names the post (C6). */
export function deletionsOf(ledger: Ledger): ReadonlyMap<PostKey, Deletion> {
  const authors = new Map(revisions(ledger).map(({ post, author }) => [post, author]))
  const byPost = Map.groupBy(
    entriesOf(ledger, 'removal').filter(({ post }) => post !== null),
    ({ post }) => post as PostKey,
  )
  return new Map(
    [...byPost].map(([post, told]) => {
      const author = authors.get(post) ?? told.find((each) => each.author !== null)?.author ?? null
      // In order of time: every telling is later than the deletion, so the first is the nearest to it.
      return [post, { at: (told[0] as Removal).at, who: whoOf(told, author) }]
    }),
  )
}

type Removal = EntryOf<'removal'>

/** Two payloads that name different people tell nothing (C0). */
function whoOf(told: readonly Removal[], author: UserId | null): Deletion['who'] {
  const named = new Set(told.flatMap(({ by }) => by ?? []))
  const [by] = named
  if (named.size !== 1 || author === null) return 'unknown'
  return by === author ? 'the author' : 'somebody else'
}

/**
 * Returns since when somebody is suspended because a post of theirs was deleted before it was seen (C6). The timeline
 * tells that somebody else deleted a post of theirs, never which: as many as are known to be gone were seen.
 */
export function deletedUnseen(
  ledger: Ledger,
  judgedUntil: Timestamp | null,
): readonly { readonly person: UserId; readonly at: Timestamp }[] {
  const deletions = deletionsOf(ledger)
  const seen = Map.groupBy(
    [...new Map(revisions(ledger).map(({ post, author }) => [post, author]))],
    ([, author]) => author,
  )
  const removals = entriesOf(ledger, 'removal')
  const named = removals.flatMap(({ post, author, by, at }) =>
    post !== null && author !== null && by !== author && !seen.get(author)?.some(([key]) => key === post)
      ? [{ person: author, at }]
      : [],
  )
  const events = removals.filter(
    ({ post, author, by, at, seen: since }) =>
      post === null && by !== author && !(judgedUntil !== null && at <= judgedUntil && since > judgedUntil),
  )
  const people = new Set(events.flatMap(({ author }) => author ?? [...seen.keys()]))
  const unnamed = [...people].flatMap((person) => {
    const gone = (seen.get(person) ?? []).filter(([post]) => mayBeInTimeline(post, deletions.get(post)))
    return events
      .filter(({ author }) => author === person || author === null)
      .slice(gone.length)
      .map(({ at }) => ({ person, at }))
  })
  return [...named, ...unnamed].toSorted((a, b) => byTime(a.at, b.at) || a.person - b.person)
}

/** GitHub's timeline tells of deleted comments of the conversation, and of none that its author deleted (GH-25, GH-26). */
function mayBeInTimeline(post: PostKey, deletion: Deletion | undefined): boolean {
  return post.startsWith('comment-') && deletion !== undefined && deletion.who !== 'the author'
}

function revisions({ entries }: Ledger) {
  return entries.filter((entry) => entry.kind === 'post' || entry.kind === 'edit')
}
