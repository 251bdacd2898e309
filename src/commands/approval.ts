import type { Config } from '../config/config.ts'
import type { ReviewState } from '../facts/snapshot.ts'
import type { ParsedPost, UnreadablePost } from './model/parsed-post.ts'
import { isWord, type Spoken } from './model/spoken.ts'

/** Returns whether the button of a review commits: not when its text has a condition (C7, C8). */
export function isApproval(
  button: ReviewState | null,
  parsed: ParsedPost | UnreadablePost,
  { reviews }: Pick<Config, 'reviews'>,
): boolean {
  const hasCondition = parsed.kind === 'post' && parsed.said.some(({ kind }) => kind === 'condition')
  return button === 'approved' && reviews === 'count' && !hasCondition
}

/** Returns whether the text of an approval commits, too, so that both are one commitment (C7). */
export function isCommitment(spoken: readonly Spoken[]): boolean {
  return spoken.some((said) => isWord(said, 'commit', 'disagree-commit'))
}
