import type { PullRequestReference } from '../facts/reference.ts'
import { type AnswerKey, answerKey } from '../facts/keys.ts'
import type { PullRequestFacts } from '../facts/snapshot.ts'
import type { Verdict } from '../rules/verdict.ts'
import type { AnswerRow } from '../store/answer-rows.ts'
import type { EvaluationPorts } from './evaluation-ports.ts'

/**
 * Returns the once-per-repository answers (C7, C9) that the posts' authors got on other pull requests, and a
 * function that stores those of a verdict.
 */
export function answersFor(
  { memory }: Pick<EvaluationPorts, 'memory'>,
  reference: PullRequestReference,
  { posts }: PullRequestFacts,
): {
  /** Returns the answers given elsewhere; none, without a look, where a verdict gives none either. */
  readonly elsewhere: (verdict: Verdict) => Promise<ReadonlySet<AnswerKey>>
  /**
   * Stores the answers of a verdict before they are written. A crash in between loses no answer: it is stored
   * as given on this pull request.
   */
  readonly keep: (verdict: Verdict) => Promise<void>
} {
  const people = [...new Set(posts.flatMap(({ author }) => (author ? [author.id] : [])))]
  let asked: Promise<readonly AnswerRow[]> | undefined
  const known = () => (asked ??= memory.answers(reference, people))
  const givenBy = (verdict: Verdict): readonly AnswerRow[] => {
    const rejections = 'rejections' in verdict ? verdict.rejections : []
    return rejections.flatMap(({ post, once }) =>
      once && post.author ? [{ personId: post.author.id, kind: once, number: reference.number }] : [],
    )
  }
  return {
    elsewhere: async (verdict) => {
      if (givenBy(verdict).length === 0) return new Set()
      return new Set((await known()).filter(({ number }) => number !== reference.number).map(keyOf))
    },
    keep: async (verdict) => {
      const given = givenBy(verdict)
      if (given.length === 0) return
      const keys = new Set((await known()).map(keyOf))
      const fresh = given.filter((answer) => !keys.has(keyOf(answer)))
      if (fresh.length > 0) await memory.keepAnswers(reference, fresh)
    },
  }
}

function keyOf({ kind, personId }: Pick<AnswerRow, 'kind' | 'personId'>): AnswerKey {
  return answerKey(kind, personId)
}
