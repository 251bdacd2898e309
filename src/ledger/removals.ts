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

/** A deletion of a post that was never seen, which suspends its author. */
export interface DeletedUnseen {
  readonly person: UserId
  readonly at: Timestamp
  readonly removal: Removal
}

/**
 * Returns who is suspended since when because somebody else deleted a post of theirs before it was seen (C6). The
 * timeline tells that this happened, never to which post: as many posts as are known to be gone were seen.
 */
export function deletedUnseen(ledger: Ledger, judgedUntil: Timestamp | null): readonly DeletedUnseen[] {
  const { named, unnamed } = unseenIn(ledger, judgedUntil)
  const suspending = unnamed.flatMap(({ person, events, gone }) =>
    events.slice(gone.length).map((removal) => ({ person, at: removal.at, removal })),
  )
  return [...named, ...suspending].toSorted((a, b) => byTime(a.at, b.at) || a.person - b.person)
}

/** Returns the removals that still count beside these posts: as many as are suspending, and one for each that is gone. */
export function unnamedToKeep(ledger: Ledger, posts: ReadonlySet<PostKey>): readonly Removal[] {
  const header = entriesOf(ledger, 'header')[0]
  const { named, unnamed } = unseenIn(ledger, header?.judgedUntil ?? null)
  return [
    ...named.map(({ removal }) => removal),
    ...unnamed.flatMap(({ events, gone }) => {
      const kept = gone.filter((post) => posts.has(post)).length
      return events.slice(Math.max(0, Math.min(events.length, gone.length) - kept))
    }),
  ]
}

/** Removals of posts that were not seen, and those that name no post, with the posts of each person that are gone. */
function unseenIn(ledger: Ledger, judgedUntil: Timestamp | null) {
  const deletions = deletionsOf(ledger)
  const authors = new Map(revisions(ledger).map(({ post, author }) => [post, author]))
  // A restored copy has those that were judged and still count; others of that time were judged, too (L3).
  const removals = entriesOf(ledger, 'removal').filter(
    ({ at, seen }) => judgedUntil === null || at > judgedUntil || seen <= judgedUntil,
  )
  const named = removals.flatMap((removal): DeletedUnseen[] => {
    const { post, author, by, at } = removal
    const isUnseen = post !== null && !authors.has(post)
    return isUnseen && author !== null && by !== author ? [{ person: author, at, removal }] : []
  })
  const events = removals.filter(
    ({ post, author, by }) => post === null && (author === null || by !== author),
  )
  const postsOf = Map.groupBy([...authors], ([, author]) => author)
  const people = new Set(events.flatMap(({ author }) => (author === null ? [...postsOf.keys()] : [author])))
  const unnamed = [...people].map((person) => ({
    person,
    events: events.filter(({ author }) => author === person || author === null),
    gone: (postsOf.get(person) ?? []).flatMap(([post]) =>
      mayBeInTimeline(post, deletions.get(post)) ? [post] : [],
    ),
  }))
  return { named, unnamed }
}

/** GitHub's timeline tells of deleted comments of the conversation, and of none that its author deleted (GH-25, GH-26). */
function mayBeInTimeline(post: PostKey, deletion: Deletion | undefined): boolean {
  return post.startsWith('comment-') && deletion !== undefined && deletion.who !== 'the author'
}

function revisions({ entries }: Ledger) {
  return entries.filter((entry) => entry.kind === 'post' || entry.kind === 'edit')
}
