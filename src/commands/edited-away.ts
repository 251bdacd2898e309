import type { Post, Revision } from '../facts/snapshot.ts'
import { type Ended, endedBy } from './ended.ts'
import { commandLine, type Spoken } from './model/spoken.ts'
import { postOf, spokenIn, type Texts } from './texts.ts'

/** A revision that is provably its writer's own. */
export type OwnRevision = Pick<Revision, 'at'> & { readonly text: string }

/** Since when a line that blocks stands as it reads: an edit that leaves it alone does not say it again (C5). */
export function standsSince(said: Spoken, post: Post, texts: Texts): string {
  const has = (text: string | null) =>
    spokenIn(postOf(texts, text ?? '')).some((other) => commandLine(other) === commandLine(said))
  const revisions = post.revisions ?? []
  const brought = revisions.findLast(
    ({ text }, index) => index > 0 && has(text) && !has(revisions[index - 1]?.text ?? null),
  )
  return brought && brought.at > post.at ? brought.at : post.at
}

/** Something that blocked in an earlier revision and does not stand there any more. */
export interface EditedAway extends Pick<Ended, 'at' | 'what' | 'withAlignment'> {
  readonly said: Spoken
}

/** What blocked in earlier revisions of the writer's own and does not stand there any more. */
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
