import type { Remark } from '../facts/snapshot.ts'
import type { Statement, Tampering } from '../commands/collect.ts'
import type { Replayed } from '../commands/replay.ts'

/** Something that was said and does not count, and why (V3, C5). */
export interface NotCounted {
  readonly who: string
  readonly what: string
  readonly why: string
  readonly url: string
}

export function notCounted({ refusals, voided }: Replayed): readonly NotCounted[] {
  return [
    ...voided.map(({ statement, tampering }) => ({
      who: statement.by.login,
      what: statement.said.kind === 'command' ? `/${statement.said.word}` : 'a review',
      why: voidedText(statement, tampering),
      url: statement.remark.url,
    })),
    ...refusals
      .filter(({ isAdvice }) => !isAdvice)
      .map(({ remark, why }) => ({ who: remark.author?.login ?? 'ghost', what: '', why, url: remark.url })),
  ]
}

/**
 * Remarks of which something is void since somebody else edited, or may have edited, another one of their writer (C5).
 * Of a deletion GitHub keeps a record.
 */
export function voidedByEdits({ voided }: Replayed): ReadonlySet<Remark> {
  return new Set(
    voided.flatMap(({ statement, tampering }) =>
      tampering.why === 'deleted by another' ? [] : [statement.remark],
    ),
  )
}

function voidedText({ by }: Statement, tampering: Tampering): string {
  const whose = tampering.writer ? `A comment by @${by.login}` : 'A comment, GitHub does not say whose,'
  const what = tampering.why === 'deleted by another' ? 'deleted' : 'edited'
  const who = tampering.by ? `by @${tampering.by.login}` : 'by somebody GitHub does not name'
  return `${whose} was ${what} ${who} later, so what was let go of before does not count; it counts again when @${by.login} says it again.`
}
