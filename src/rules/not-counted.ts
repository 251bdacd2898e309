import type { Tampering } from '../commands/collect.ts'
import type { Replayed } from '../commands/replay.ts'
import type { Statement } from '../commands/model/statement.ts'
import type { Post } from '../facts/snapshot.ts'

/** A command that was posted and does not count, and why (V3, C5). */
export interface NotCounted {
  readonly who: string
  readonly what: string
  readonly why: string
  readonly url: string
}

/** Returns what was posted and does not count, for the check (V3). */
export function notCounted({ rejections, voided }: Replayed): readonly NotCounted[] {
  return [
    ...voided.map(({ statement, tampering }) => ({
      who: statement.by.login,
      what: statement.said.kind === 'command' ? `/${statement.said.word}` : 'Review',
      why: voidedText(statement, tampering),
      url: statement.post.url,
    })),
    ...rejections
      .filter(({ isAdvice }) => !isAdvice)
      .map(({ post, why }) => ({ who: post.author?.login ?? 'ghost', what: '', why, url: post.url })),
  ]
}

/**
 * Returns posts of which something is void since someone else edited, or may have edited, another post of their author
 * (C5). Of a deletion GitHub keeps a record.
 */
export function voidedByEdits({ voided }: Replayed): ReadonlySet<Post> {
  return new Set(
    voided.flatMap(({ statement, tampering }) =>
      tampering.why === 'deleted by another' ? [] : [statement.post],
    ),
  )
}

function voidedText({ by }: Statement, tampering: Tampering): string {
  const whose = tampering.writer
    ? `A comment by @${by.login}`
    : 'A comment whose writer GitHub no longer shows'
  const what = tampering.why === 'deleted by another' ? 'deleted' : 'edited'
  const who = tampering.by ? `by @${tampering.by.login}` : 'by someone else'
  return `${whose} was later ${what} ${who}, so consent in earlier comments by @${by.login} doesn't count. @${by.login} can post the commands again in a new comment.`
}
