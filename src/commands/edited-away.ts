import type { Timestamp } from '../facts/ids.ts'
import type { Post, Revision } from '../facts/snapshot.ts'
import { endsCommitment } from './effects.ts'
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

/** Returns the blocks of the writer's own earlier revisions that were edited away; a near miss is only fixed (C4). */
export function blocksEditedAway(own: readonly OwnRevision[], post: Post, texts: Texts): readonly Spoken[] {
  const now = new Set(spokenIn(postOf(texts, post.text)).map(commandLine))
  return own.flatMap(({ text }) =>
    spokenIn(postOf(texts, text)).filter(
      (said) => endsCommitment(said) && said.kind !== 'doubt' && !now.has(commandLine(said)),
    ),
  )
}
