import type { CheckRun } from '../facts/check-run.ts'
import type { Login } from '../facts/ids.ts'
import type { Post, Reaction, Snapshot } from '../facts/snapshot.ts'
import type { RfcVerdict, Verdict } from '../rules/verdict.ts'
import { isToBeAsked } from '../rules/positions.ts'
import { checkOf, NO_SURROUNDINGS, type Surroundings } from './check.ts'
import { stickyOf } from './comment.ts'
import { type Reply, repliesOf } from './replies.ts'

/** Everything that should be on GitHub after an evaluation. */
export interface Publication {
  readonly check: CheckRun
  /** Null where nothing but the check is written: the pull request is no RFC (D5), or nothing was ever counted. */
  readonly prose: Prose | null
}

export interface Prose {
  readonly sticky: string
  /** Null where nothing was counted: then what was answered and marked before stays (§13). */
  readonly answers: {
    readonly replies: readonly Reply[]
    /** 👍 where a command was accepted, 😕 where one was rejected (C4). */
    readonly reactions: ReadonlyMap<Post, readonly Reaction[]>
  } | null
  /** Pending people who should have been asked for a review (V5). */
  readonly askForReview: readonly Login[]
}

/** Returns the publication of a verdict. Pure: the same verdict gives the same publication. */
export function publicationOf(
  verdict: Verdict,
  snapshot: Snapshot,
  surroundings: Surroundings = NO_SURROUNDINGS,
): Publication {
  const { repository } = snapshot
  const { number } = snapshot.pullRequest
  const check = checkOf(verdict, number, repository.url, surroundings)
  // Nobody knows yet whether it is an RFC; and a comment would tell of a ledger, which there is not (L3).
  const isUnknown = 'rows' in verdict && !verdict.isCounted && verdict.evaluated.observed === null
  if (!('rows' in verdict) || isUnknown) return { check, prose: null }
  return {
    check,
    prose: {
      sticky: stickyOf(verdict, { repositoryUrl: repository.url, number, boardUrl: surroundings.boardUrl }),
      answers: verdict.isCounted
        ? { replies: repliesOf(verdict, snapshot), reactions: reactionsOf(verdict) }
        : null,
      askForReview: verdict.isDraft ? [] : verdict.rows.filter(isToBeAsked).map(({ person }) => person.login),
    },
  }
}

function reactionsOf({
  accepted,
  rejections,
  undecided,
}: RfcVerdict): ReadonlyMap<Post, readonly Reaction[]> {
  const refused = rejections.flatMap(({ post, isAdvice }) => (isAdvice ? [] : [post]))
  const reactions = new Map<Post, readonly Reaction[]>(accepted.map((post) => [post, ['+1']]))
  for (const post of new Set(refused)) reactions.set(post, [...(reactions.get(post) ?? []), 'confused'])
  // What is undecided keeps its reactions. None is added but 😕, because a 👍 says that all of the post was accepted.
  for (const post of undecided) {
    const refusedToo = (reactions.get(post) ?? []).filter((reaction) => reaction === 'confused')
    reactions.set(post, [...new Set([...post.reacted, ...refusedToo])])
  }
  return reactions
}
