import type { Timestamp } from '../facts/ids.ts'
import { type PostKey, postKey, postOfKey } from '../facts/keys.ts'
import type { Person, Remembered, RememberedEnd, Snapshot } from '../facts/snapshot.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { endsAlignment, endsCommitment } from './effects.ts'
import type { Spoken } from './model/spoken.ts'
import { type Commitment, UNSAID, update, type World } from './model/world.ts'

/**
 * Something said that ended what was said before, by its writer or about them. It stays ended when the post is deleted or
 * edited (C6): `block` ends a commitment, `commitment` an older one (F4), and `block` and `word` a release and a recusal
 * (C3, P1).
 */
export interface Ended {
  readonly post: PostKey
  readonly by: Person
  readonly at: Timestamp
  readonly what: RememberedEnd['what']
  /** Whether it also ended an `/align`. */
  readonly withAlignment: boolean
}

/** Returns what a block ended permanently; null for a near miss, which suspends until its writer corrects it (C4). */
export function endedBy(said: Spoken): Pick<Ended, 'what' | 'withAlignment'> | null {
  if (!endsCommitment(said) || said.kind === 'doubt') return null
  return { what: 'block', withAlignment: endsAlignment(said) }
}

/** Ends again what a post ended that cannot be replayed any more. */
export function endAgain(world: World, { post, by, at, what, withAlignment }: Ended): void {
  const standing = world.standings.get(by.id)
  if (what === 'commitment') {
    // Only a person's newest commitment counts: taking it back does not restore an older one (F4).
    const older = standing?.commitment ?? null
    if (older && isBefore(older, { post, at })) update(world, by, { commitment: null })
    return
  }
  if (standing?.recused) update(world, by, { recused: null })
  world.released.delete(personKey(by.id))
  if (what === 'word') return
  if (standing?.commitment) update(world, by, { commitment: null })
  if (withAlignment && standing?.alignment === 'aligned') update(world, by, UNSAID)
}

/** Whether a commitment comes before a post in the order of a replay (P1): by time, in the same second by id. */
function isBefore(
  commitment: Pick<Commitment, 'at' | 'post'>,
  { post, at }: Pick<Ended, 'post' | 'at'>,
): boolean {
  if (commitment.at !== at) return commitment.at < at
  return BigInt(commitment.post.id) < BigInt(postOfKey(post).id)
}

type Memories = Remembered['ended']

/**
 * Returns what earlier evaluations remembered, with the posts that are gone now. Who deleted a review comment is known
 * only from the webhook; until it arrives it may have been anybody (C6).
 */
export function endedBefore(snapshot: Snapshot): Memories {
  const there = new Set(snapshot.posts.map(postKey))
  const own = new Set(
    snapshot.deletions.flatMap(({ post, by, author }) =>
      post !== undefined && author !== null && by?.id === author.id ? [post] : [],
    ),
  )
  return new Map(
    [...snapshot.remembered.ended].map(([key, each]) => {
      const isGone = !there.has(each.post) && !each.post.startsWith('comment-')
      const gone = isGone ? { at: snapshot.at, isWriters: own.has(each.post) } : null
      return [key, { ...each, gone: each.gone ?? gone }]
    }),
  )
}

/** Returns the people with a post that blocked and is gone while it is not known who deleted it, and since when. */
export function goneUnknown(
  memories: Memories,
): readonly { readonly person: Person; readonly at: Timestamp }[] {
  return [...memories.values()].flatMap(({ by, what, gone }) =>
    what === 'block' && gone && !gone.isWriters ? [{ person: by, at: gone.at }] : [],
  )
}

/** Returns what the next evaluation has to remember: the newest of each post and kind. */
export function endedToRemember(before: Memories, ended: readonly Ended[]): Memories {
  const next = new Map(before)
  for (const each of ended) {
    const key = `${each.post} ${each.what}`
    const known = next.get(key)
    const withAlignment = each.withAlignment || (known?.withAlignment ?? false)
    const at = known && known.at > each.at ? known.at : each.at
    next.set(key, { ...each, at, withAlignment, gone: known?.gone ?? null })
  }
  return next
}
