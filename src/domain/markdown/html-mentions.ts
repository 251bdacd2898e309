import { plainPieces } from './html-comments.ts'
import { lineFinder } from './lines.ts'
import { mentionsIn, NOTHING } from './mention.ts'

/** A mention in raw HTML, as it reads, and how many lines below the beginning it stands. */
export interface HtmlMention {
  readonly text: string
  readonly linesBelow: number
}

/** What people see mentioned in raw HTML: not in tags and comments, unless it is uncertain what those are. */
export function htmlMentions(html: string): readonly HtmlMention[] {
  const unmarked = plainPieces(html)
    ?.map((piece) => (piece.startsWith('<') ? piece.replace(/[^\r\n]/g, NOTHING) : piece))
    .join('')
  const text = (unmarked ?? html).replace(/&(?:#0*64|#x0*40|commat);/gi, '@')
  const find = lineFinder(text)
  return (
    mentionsIn(text)
      // The `@` in an address such as https://example.org/@ada mentions nobody.
      .filter(({ start }) => text[start - 1] !== '/')
      .map(({ start, end }) => ({
        text: text.slice(start, end),
        linesBelow: find(start).line - 1,
      }))
  )
}
