import { withoutComments } from '../documents/markdown/html-comments.ts'
import { looksLike } from './confusables.ts'

/**
 * How the note after a command that consents is read (C8): `no` takes it back, `unclear` begins like that, and
 * `condition` consents to something other than the current text.
 */
export type NoteMeaning = 'plain' | 'no' | 'unclear' | 'condition'

const NO = /^(?:cancel|not\s+yet|no|never|-1|stop|withdrawn)(?!_?[\p{L}\p{N}]|-)/u
/** What makes a "no" a refusal. "No objections" is consent. */
const NO_INDEED = /^\s+(?:thanks?|thank you|way|longer|go)(?![\p{L}\p{N}])/u
const CONDITION =
  /^(?:if|unless|until|once(?!\s+(?:more|again)(?![\p{L}\p{N}]))|provided|as\s+long\s+as|only\s+(?:if|when|once)|subject\s+to|but)(?![\p{L}\p{N}])/u

/** Parses the beginning of a note after any punctuation. Letters that look like Latin ones count as those. */
export function noteMeaning(source: string): NoteMeaning {
  const note = looksLike(withoutComments(source)).replace(/^(?:(?!-1(?![\p{L}\p{N}]))[^\p{L}\p{N}])+/u, '')
  if (CONDITION.test(note)) return 'condition'
  const [line = ''] = note.split(/[\r\n]/, 1)
  const no = NO.exec(line)?.[0]
  if (no === undefined) return 'plain'
  const rest = line.slice(no.length)
  if (!/[\p{L}\p{N}]/u.test(rest) || /^\s*[^\p{L}\p{N}\s]/u.test(rest)) return 'no'
  if (no !== 'no') return 'unclear'
  return NO_INDEED.test(rest) ? 'no' : 'plain'
}
