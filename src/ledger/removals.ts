import type { Timestamp, UserId } from '../facts/ids.ts'
import type { PostKey } from '../facts/keys.ts'
import { byTime } from '../facts/time.ts'
import { entriesOf, type Ledger, perLedger } from './append.ts'
import type { EntryOf } from './entry.ts'
import { revisionsByPost } from './revisions.ts'

/** A post that is gone, since when at the latest, and who deleted it (C6). */
export interface Deletion {
  readonly at: Timestamp
  readonly who: 'the author' | 'somebody else' | 'unknown'
  /** Null while it is unknown. */
  readonly by: UserId | null
}

/** Returns the posts that are gone. Who deleted one is known only from the payload that names the post (C6). */
export const deletionsOf = perLedger((ledger): ReadonlyMap<PostKey, Deletion> => {
  const revisions = revisionsByPost(ledger)
  const byPost = Map.groupBy(
    entriesOf(ledger, 'removal').filter(({ post }) => post !== null),
    ({ post }) => post as PostKey,
  )
  return new Map(
    [...byPost].map(([post, told]) => {
      const author =
        revisions.get(post)?.[0].author ?? told.find((each) => each.author !== null)?.author ?? null
      // In order of time: every telling is later than the deletion, so the first is the nearest to it.
      return [post, { at: (told[0] as Removal).at, ...whoOf(told, author) }]
    }),
  )
})

type Removal = EntryOf<'removal'>

/** Two payloads that name different people tell nothing (C0). */
function whoOf(told: readonly Removal[], author: UserId | null): Pick<Deletion, 'who' | 'by'> {
  const named = new Set(told.flatMap(({ by }) => by ?? []))
  const [by] = named
  if (by === undefined || named.size !== 1 || author === null) return { who: 'unknown', by: null }
  return { who: by === author ? 'the author' : 'somebody else', by }
}

/**
 * Returns who is suspended since when because somebody else deleted a post of theirs before it was seen (C6). The
 * timeline tells that this happened, never to which post: as many posts as are known to be gone were seen.
 */
export function deletedUnseen(
  ledger: Ledger,
): readonly { readonly person: UserId; readonly at: Timestamp }[] {
  const { named, unnamed } = deletedByOthers(ledger)
  return [
    ...named.map(({ author, at }) => ({ person: author as UserId, at })),
    ...unnamed.flatMap(({ person, events, gone }) =>
      events.slice(gone.length).map(({ at }) => ({ person, at })),
    ),
  ].toSorted((a, b) => byTime(a.at, b.at) || a.person - b.person)
}

/**
 * Returns the evidence by which deletions of unseen posts are counted. The timeline shows all deletions again when a copy
 * is restored, so each needs the post that it may have been about.
 */
export function accountOfDeletions(ledger: Ledger): {
  readonly removals: ReadonlySet<Removal>
  readonly posts: ReadonlySet<PostKey>
} {
  const { named, unnamed } = deletedByOthers(ledger)
  return {
    removals: new Set([...named, ...unnamed.flatMap(({ events }) => events)]),
    posts: new Set(unnamed.flatMap(({ gone }) => gone)),
  }
}

/** Removals of posts that were not seen, and those that name no post, with the posts of each person that are gone. */
function deletedByOthers(ledger: Ledger) {
  const deletions = deletionsOf(ledger)
  const revisions = revisionsByPost(ledger)
  const removals = entriesOf(ledger, 'removal').filter(({ author, by }) => author === null || author !== by)
  const named = removals.filter(
    ({ post, author }) => post !== null && author !== null && !revisions.has(post),
  )
  const events = removals.filter(({ post }) => post === null)
  // Whose post it was is not always told: then it may have been anybody's.
  const people = new Set(
    events.flatMap(({ author }) =>
      author === null ? [...revisions.values()].map(([first]) => first.author) : [author],
    ),
  )
  const postsOf = Map.groupBy(deletions.keys(), (post) => revisions.get(post)?.[0].author)
  const unnamed = [...people].map((person) => ({
    person,
    events: events.filter(({ author }) => author === person || author === null),
    gone: (postsOf.get(person) ?? []).filter((post) => mayBeInTimeline(post, deletions.get(post))),
  }))
  return { named, unnamed }
}

/** GitHub's timeline tells of deleted comments of the conversation, and of none that its author deleted (GH-25, GH-26). */
function mayBeInTimeline(post: PostKey, deletion: Deletion | undefined): boolean {
  return post.startsWith('comment-') && deletion !== undefined && deletion.who !== 'the author'
}
