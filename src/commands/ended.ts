import {
  type Person,
  postKey,
  type Remembered,
  type RememberedEnd,
  type Snapshot,
} from '../facts/snapshot.ts'
import { personKey } from '../rfc/person-or-team.ts'
import { endsAlignment, endsCommitment } from './effects.ts'
import type { Spoken } from './model/spoken.ts'
import { UNSAID, update, type World } from './model/world.ts'

/**
 * Something that was said and ended what its writer, or somebody about them, had said before. It stays ended when the
 * post is deleted or edited (C6): `block` ends a commitment, `commitment` an older one (F4), and `block` and `word` a
 * release and a recusal (C3, P1).
 */
export interface Ended {
  /** The post, by `postKey`. */
  readonly post: string
  readonly by: Person
  readonly at: string
  readonly what: RememberedEnd['what']
  /** It ended an `/align`, too. */
  readonly withAlignment: boolean
}

/** What a word that blocks has ended for good; null for what only suspends, until its writer mends it (C4). */
export function endedBy(said: Spoken): Pick<Ended, 'what' | 'withAlignment'> | null {
  if (!endsCommitment(said) || said.kind === 'doubt') return null
  return { what: 'block', withAlignment: endsAlignment(said) }
}

/** Ends it again where the post that did cannot be replayed any more. */
export function endAgain(world: World, { post, by, at, what, withAlignment }: Ended): void {
  const standing = world.standings.get(by.id)
  if (what === 'commitment') {
    // Only a person's newest commitment counts; taken back, it brings no older one back (F4).
    const older = standing?.commitment ?? null
    if (older && older.at <= at && postKey(older.post) !== post) update(world, by, { commitment: null })
    return
  }
  if (standing?.recused) update(world, by, { recused: null })
  world.released.delete(personKey(by.id))
  if (what === 'word') return
  if (standing?.commitment) update(world, by, { commitment: null })
  if (withAlignment && standing?.alignment === 'aligned') update(world, by, UNSAID)
}

type Memories = Remembered['ended']

/**
 * What earlier evaluations remember of it, with what is seen now to be gone. Of a post on a line only the webhook tells
 * who deleted it; while nobody told, it may have been anybody (C6).
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

/** People of whom a post that blocked is gone, while it is not known who deleted it, and since when. */
export function goneUnknown(memories: Memories): readonly { readonly person: Person; readonly at: string }[] {
  return [...memories.values()].flatMap(({ by, what, gone }) =>
    what === 'block' && gone && !gone.isWriters ? [{ person: by, at: gone.at }] : [],
  )
}

/** What the next evaluation has to remember: of each post and kind the newest. */
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
