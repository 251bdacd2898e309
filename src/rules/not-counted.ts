import type { Rejection } from '../commands/rejections-by-text.ts'

/** A command that was posted and does not count, and why (V3, C5). */
export interface NotCounted {
  readonly who: string
  readonly what: string
  readonly why: string
  readonly url: string
}

/** Returns what was posted and does not count, for the check (V3). */
export function notCounted(rejections: readonly Rejection[]): readonly NotCounted[] {
  return rejections
    .filter(({ isAdvice }) => !isAdvice)
    .map(({ post, why }) => ({ who: post.author?.login ?? 'ghost', what: '', why, url: post.url }))
}
