/** A tag as CommonMark and browsers both read it; only these characters are white space to a browser. */
const tag = (quoted: string): string =>
  `</?[a-z][a-z0-9-]*(?:[ \\t\\n\\f\\r]+[a-z_:][a-z0-9_.:-]*(?:[ \\t\\n\\f\\r]*=[ \\t\\n\\f\\r]*(?:[^ \\t\\n\\f\\r"'=<>\`]+|${quoted}))?)*[ \\t\\n\\f\\r]*/?>`
const TAG = new RegExp(tag(`'[^']*'|"[^"]*"`), 'iy')
/** Whatever a reader takes for the end of a quote, such a tag ends at the same `>`. */
const PLAIN_TAG = tag(`'[^'<>]*'|"[^"<>]*"`)
const PLAIN_TEXT_OR_TAG = new RegExp(`[^<]+|${PLAIN_TAG}`, 'iy')
/** Inside these elements nothing is a tag or a comment. */
const RAW_TEXT =
  /^<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)(?![a-z0-9-])/i

/**
 * Returns raw HTML without its comments when it is certain what is a comment: it has only text, tags and comments that
 * every reader ends at the same place. Null otherwise: then any of it may be visible.
 */
export function withoutPlainComments(html: string): string | null {
  const pieces = plainPieces(html)
  if (pieces === null) return null
  // What a comment parts must not grow together: "&l<!-- -->t;".
  const parts = pieces.some((piece, at) => isComment(piece) && /&#?[a-z0-9]*$/i.test(pieces[at - 1] ?? ''))
  return parts ? null : pieces.filter((piece) => !isComment(piece)).join('')
}

/** Splits raw HTML into text, tags and comments; null where it is not certain which is which. */
export function plainPieces(html: string): readonly string[] | null {
  const pieces: string[] = []
  for (let at = 0; at < html.length; ) {
    const piece = isComment(html.slice(at, at + 4)) ? plainComment(html, at) : plainText(html, at)
    if (piece === null) return null
    pieces.push(piece)
    at += piece.length
  }
  return pieces.some((piece) => RAW_TEXT.test(piece)) ? null : pieces
}

function isComment(piece: string): boolean {
  return piece.startsWith('<!--')
}

function plainComment(html: string, start: number): string | null {
  const comment = html.slice(start, Math.max(endOfComment(html, start), start))
  return comment.length >= '<!---->'.length && comment.endsWith('-->') ? comment : null
}

function plainText(html: string, start: number): string | null {
  PLAIN_TEXT_OR_TAG.lastIndex = start
  return PLAIN_TEXT_OR_TAG.exec(html)?.[0] ?? null
}

/**
 * Returns whether a comment within words is one to every reader; older rules of Markdown, GitHub's among them, render
 * one that contains `--`.
 */
export function isPlainInlineComment(html: string): boolean {
  const inside = html.slice('<!--'.length, -'-->'.length)
  return plainComment(html, 0) === html && !inside.includes('--') && !inside.endsWith('-')
}

/**
 * Returns a text without its HTML comments, as a browser ends them (`-->`, `--!>`, `<!-->`); an unclosed one reaches to
 * the end. Use `withoutPlainComments` where an error may hide visible text.
 */
export function withoutComments(html: string): string {
  let kept = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open === -1) break
    kept += html.slice(at, open)
    if (html.startsWith('<!--', open)) {
      const end = endOfComment(html, open)
      if (end === -1) return kept
      at = end
    } else {
      // `<a title="<!--">`: a comment inside a tag is none.
      TAG.lastIndex = open
      const skipped = TAG.exec(html)?.[0] ?? '<'
      kept += skipped
      at = open + skipped.length
    }
  }
  return kept + html.slice(at)
}

/** Returns the end of the comment that starts at an offset; -1 where it never ends. */
export function endOfComment(html: string, start: number): number {
  const abrupt = /^<!--(?:>|->)/.exec(html.slice(start, start + 6))
  if (abrupt) return start + abrupt[0].length
  const mark = /--!?>/g
  mark.lastIndex = start + 4
  return mark.exec(html) ? mark.lastIndex : -1
}
