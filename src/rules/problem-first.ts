import type { Problem } from '../facts/problem.ts'
import { postKey } from '../facts/keys.ts'
import type { Post } from '../facts/snapshot.ts'
import type { Folded } from '../ledger/fold.ts'
import type { RecordedWord } from '../ledger/recorded-command.ts'
import type { Case } from '../rfc/case.ts'
import { optionsIn } from '../rfc/options.ts'
import { unproposedAt } from '../rfc/proposal.ts'
import { questionsOf } from '../rfc/questions.ts'
import type { Counted } from './counted.ts'
import type { SuspendedConsent } from './not-counted.ts'

/** What the documents have besides the problem. */
export interface ProblemFirst {
  /** The documents that propose nothing yet, by path; null stands for the description (T7). */
  readonly unproposed: readonly (string | null)[]
  /** How many options are listed; 0 where there is no such list (P3). */
  readonly options: number
  /** What the author is asked, which blocks nothing (T6). */
  readonly questions: readonly Problem[]
}

export const NOTHING_KNOWN: ProblemFirst = { unproposed: [], options: 0, questions: [] }

/**
 * Returns what the current documents have besides the problem. The author is asked until somebody commits to a proposal:
 * from then on the answer would make commitments stale (T6).
 */
export function problemFirstOf(
  theCase: Case,
  { counted }: Pick<Folded, 'counted'>,
  toNothing: ToNothing,
): ProblemFirst {
  const noted = new Set(toNothing.consents.map(({ post }) => postKey(post)))
  const isCommitted = counted.some(({ post, word }) => COMMITMENTS.has(word) && !noted.has(post))
  const isOpen = theCase.snapshot.pullRequest.state === 'open'
  return {
    unproposed: unproposedAt(theCase, theCase.current),
    options: optionsIn(theCase),
    questions: isCommitted || !isOpen ? [] : questionsOf(theCase),
  }
}

const TO_NOTHING =
  'Nothing was proposed yet when this was posted, so there was nothing to commit to. Comment `/align` if you agree on the problem, and commit in a new comment once there is a proposal.'

/** Commitments to a text that proposed nothing. */
export interface ToNothing {
  readonly consents: readonly SuspendedConsent[]
  /** Their posts, except those of which something else counted. */
  readonly posts: readonly Post[]
}

/** Returns the commitments to a text that proposed nothing: they are answered, and never count (T7). */
export function toNothingIn(
  theCase: Case,
  folded: Pick<Folded, 'counted'>,
  { standings }: Pick<Counted, 'standings'>,
): ToNothing {
  const consents = [...standings.values()].flatMap(({ person, commitment }): readonly SuspendedConsent[] => {
    if (commitment === null || unproposedAt(theCase, commitment.version).length === 0) return []
    const { post, kind } = commitment
    if (!theCase.snapshot.posts.includes(post)) return []
    const what = post.review?.state === 'approved' ? 'Review' : WORDS[kind]
    return [{ post, who: person.login, what, why: TO_NOTHING, url: post.url }]
  })
  const more = new Set(
    folded.counted.flatMap(({ post, word }) => (COMMITMENTS.has(word) || word === 'doubt' ? [] : [post])),
  )
  return { consents, posts: consents.flatMap(({ post }) => (more.has(postKey(post)) ? [] : [post])) }
}

const WORDS = { committed: '/commit', dissenting: '/disagree-commit' } as const

const COMMITMENTS: ReadonlySet<RecordedWord> = new Set(['commit', 'disagree-commit', 'approve'])
