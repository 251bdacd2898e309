import type { CheckRun } from '../facts/check-run.ts'
import type { Post, Reaction, Snapshot } from '../facts/snapshot.ts'
import type { RfcVerdict, Verdict } from '../rules/verdict.ts'
import { isToBeAsked } from '../rules/positions.ts'
import { checkOf } from './check.ts'
import { stickyOf } from './comment.ts'
import { type Reply, repliesOf } from './replies.ts'

/** Everything that should stand on GitHub after a visit. */
export interface Publication {
  readonly check: CheckRun
  /** Null where nothing but the check is written: the pull request is no RFC (D5). */
  readonly prose: Prose | null
}

export interface Prose {
  readonly sticky: string
  /** Null where nothing was counted: then what was answered and marked before stays (§13). */
  readonly answers: {
    readonly replies: readonly Reply[]
    /** 👍 where something was accepted, 😕 where something was refused (C4). */
    readonly reactions: ReadonlyMap<Post, readonly Reaction[]>
  } | null
  /** Pending people who should have been asked for a review (V5). */
  readonly askForReview: readonly string[]
}

/**
 * Renders a verdict: pure, the same verdict gives the same publication. `setup` is a line about how the repository
 * requires the check, for the details of an RFC's check; it is Markdown of ours.
 */
export function publicationOf(
  verdict: Verdict,
  snapshot: Snapshot,
  setup: string | null = null,
): Publication {
  const { repository, pullRequest } = snapshot
  const check = checkOf(verdict, pullRequest.number, repository.url, setup)
  if (!('rows' in verdict)) return { check, prose: null }
  return {
    check,
    prose: {
      sticky: stickyOf(verdict, repository.url),
      answers: verdict.isCounted
        ? { replies: repliesOf(verdict, snapshot.at, pullRequest.author), reactions: reactionsOf(verdict) }
        : null,
      askForReview: verdict.isDraft ? [] : verdict.rows.filter(isToBeAsked).map(({ person }) => person.login),
    },
  }
}

function reactionsOf({
  accepted,
  rejections,
  undecided,
  voided,
}: RfcVerdict): ReadonlyMap<Post, readonly Reaction[]> {
  const refused = rejections.flatMap(({ post, isAdvice }) => (isAdvice ? [] : [post]))
  const reactions = new Map<Post, readonly Reaction[]>(accepted.map((post) => [post, ['+1']]))
  // GitHub forgets the edit when that comment is deleted; our 😕 on the others says that it happened (C5).
  for (const post of new Set([...refused, ...voided]))
    reactions.set(post, [...(reactions.get(post) ?? []), 'confused'])
  // Else a mark that tells how it was answered when it was said would be gone for good.
  // A 👍 says that all of it was accepted, which is not known yet.
  for (const post of undecided) {
    const refusedToo = (reactions.get(post) ?? []).filter((reaction) => reaction === 'confused')
    reactions.set(post, [...new Set([...post.reacted, ...refusedToo])])
  }
  return reactions
}
