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
export async function answersFor(
  { memory }: Pick<EvaluationPorts, 'memory'>,
  reference: PullRequestReference,
  { posts }: PullRequestFacts,
): Promise<{
  readonly elsewhere: ReadonlySet<AnswerKey>
  /**
   * Stores the answers of a verdict before they are written. A crash in between loses no answer: it is stored
   * as given on this pull request.
   */
  readonly keep: (verdict: Verdict) => Promise<void>
}> {
  const people = [...new Set(posts.flatMap(({ author }) => (author ? [author.id] : [])))]
  const known = people.length === 0 ? [] : await memory.answers(reference, people)
  const keys = new Set(known.map(keyOf))
  return {
    elsewhere: new Set(known.filter(({ number }) => number !== reference.number).map(keyOf)),
    keep: async (verdict) => {
      const rejections = 'rejections' in verdict ? verdict.rejections : []
      const given = rejections
        .flatMap(({ post, once }): readonly AnswerRow[] =>
          once && post.author ? [{ personId: post.author.id, kind: once, number: reference.number }] : [],
        )
        .filter((answer) => !keys.has(keyOf(answer)))
      if (given.length > 0) await memory.keepAnswers(reference, given)
    },
  }
}

function keyOf({ kind, personId }: Pick<AnswerRow, 'kind' | 'personId'>): AnswerKey {
  return answerKey(kind, personId)
}
