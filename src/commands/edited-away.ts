import type { Timestamp } from '../facts/ids.ts'
import type { Post, Revision } from '../facts/snapshot.ts'
import { type Ended, endedBy } from './ended.ts'
import { commandLine, type Spoken } from './model/spoken.ts'
import { postOf, spokenIn, type Texts } from './texts.ts'

/** A revision that is provably its writer's own. */
export type OwnRevision = Pick<Revision, 'at'> & { readonly text: string }

/** Returns when a line that blocks came to read as it does. An edit elsewhere in the post does not repeat it (C5). */
export function blocksSince(said: Spoken, post: Post, texts: Texts): Timestamp {
  const has = (text: string | null) =>
    spokenIn(postOf(texts, text ?? '')).some((other) => commandLine(other) === commandLine(said))
  const revisions = post.revisions ?? []
  const brought = revisions.findLast(
    ({ text }, index) => index > 0 && has(text) && !has(revisions[index - 1]?.text ?? null),
  )
  return brought && brought.at > post.at ? brought.at : post.at
}

/** A block of an earlier revision that was edited away. */
export interface EditedAway extends Pick<Ended, 'at' | 'what' | 'withAlignment'> {
  readonly said: Spoken
}

/** Returns the blocks of the writer's own earlier revisions that were edited away. */
export function blocksEditedAway(
  own: readonly OwnRevision[],
  post: Post,
  texts: Texts,
): readonly EditedAway[] {
  const now = new Set(spokenIn(postOf(texts, post.text)).map(commandLine))
  return own.flatMap(({ at, text }) =>
    spokenIn(postOf(texts, text)).flatMap((said) => {
      const end = now.has(commandLine(said)) ? null : endedBy(said)
      return end ? [{ ...end, said, at }] : []
    }),
  )
}
