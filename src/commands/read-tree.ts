import type { Heading, Html, Nodes, Paragraph, Root } from 'mdast'
import { placeOf } from '../documents/markdown/read-markdown.ts'
import { codeSpot, isPlainAt, itemSpots, mentionSpot, type Spot } from './look-alikes.ts'
import { type OpenElement, OpenHtml } from './open-html.ts'

/** A line of a top-level paragraph that may begin a command (C2). */
export interface OpenLine {
  /** Offset of its first character that is not white space. */
  readonly start: number
  readonly end: number
  /** Why a command on this line is only a near miss although it may look like one (C4). */
  readonly doubt: Doubt | null
  /** What causes the doubt, for the reply: `**`, or a tag that is never closed. */
  readonly before: string
  /** Where the argument of the command before it ends. */
  readonly lineStart: number
}

/**
 * `marked`: in emphasis, escaped, or after an unusual line break; every command gets an answer. `covered`: in HTML that
 * is never closed; only what blocks counts. `heading`: made a heading by a line of dashes; known words are look-alikes (C9).
 */
export type Doubt = 'marked' | 'covered' | 'heading'

/** Where a comment can hold commands: the lines that are read, and places where a word looks like one (C2, C9). */
export interface Places {
  readonly lines: readonly OpenLine[]
  readonly spots: readonly Spot[]
}

/** A line or a spot, and the HTML elements around it. */
type Found = { readonly inside: readonly OpenElement[] } & (
  | { readonly line: OpenLine }
  | { readonly spot: Spot }
)

/** Returns the lines of a comment's top-level paragraphs, outside code, quotes, HTML, lists, tables, links and footnotes (C2). */
export function placesIn(root: Root, source: string): Places {
  const html = new OpenHtml()
  const found: Found[] = []
  for (const block of root.children) {
    if (block.type === 'html') html.read(block.value)
    else if (block.type === 'paragraph') {
      found.push(...linesOf(block, source, html))
      html.closeParagraph()
    } else if (block.type !== 'table') {
      // HTML in a table cell ends with the cell.
      const before = html.open
      if (block.type === 'list') {
        const inside = html.open
        found.push(...itemSpots(block).map((spot) => ({ spot, inside })))
      }
      if (block.type === 'heading' && isUnderlined(block, source)) {
        found.push(...linesOf(block, source, html).map((each) => inHeading(each, block, source)))
      } else for (const node of htmlIn(block)) html.read(node.value)
      html.closeBlock(before)
    }
  }
  // Which elements are closed is known only at the end: lines inside those are HTML.
  const open = found.filter(({ inside }) => !inside.some((element) => element.isClosed))
  return {
    lines: open.flatMap((each) => {
      if (!('line' in each)) return []
      const [outermost] = each.inside
      return outermost
        ? [{ ...each.line, doubt: 'covered', before: `${spelled(outermost)} … ` }]
        : [each.line]
    }),
    spots: open.flatMap((each) => ('spot' in each ? [each.spot] : [])),
  }
}

/** Returns a line or spot of a heading made by a line of dashes. Its argument ends above that line. */
function inHeading(found: Found, heading: Heading, source: string): Found {
  if (!('line' in found)) return found
  const { line, inside } = found
  if (line.doubt !== null) return { line: { ...line, doubt: 'covered', before: '# ' }, inside }
  const { start, end } = placeOf(heading)
  const underline =
    start +
    source
      .slice(start, end)
      .trimEnd()
      .search(/[\r\n][^\r\n]*$/)
  const spot: Spot = { place: 'heading', start: line.start, end: underline, lineStart: line.lineStart }
  return { spot, inside }
}

function spelled({ name }: OpenElement): string {
  return name.startsWith('<') ? name : `<${name}>`
}

/** Returns whether a heading is made by the line below it, as `/object` above a signature's dashes is. */
function isUnderlined(heading: Heading, source: string): boolean {
  const { start, end } = placeOf(heading)
  return /[\r\n]/.test(source.slice(start, end))
}

function linesOf(paragraph: Paragraph | Heading, source: string, html: OpenHtml): readonly Found[] {
  const place = placeOf(paragraph)
  const pieces = htmlIn(paragraph)
  let read = 0
  const lines = sourceLines(source, place.start, place.end).map((line) => {
    for (; read < pieces.length; read += 1) {
      const piece = pieces[read] as Html
      if (placeOf(piece).start >= line.start) break
      html.read(piece.value)
    }
    return { line, inside: html.open }
  })
  for (; read < pieces.length; read += 1) html.read((pieces[read] as Html).value)
  let isMath = false
  return lines.flatMap(({ line, inside }): readonly Found[] => {
    // GitHub renders text between two lines of `$$` as a formula.
    if (source.slice(line.start, line.end).trim() === '$$') isMath = !isMath
    const open = asOpenLine(paragraph, source, line)
    const spot = open && open.doubt !== null ? null : spotOn(paragraph, source, line)
    if (spot && !isMath) return [{ spot, inside }]
    if (!open) return []
    return [{ line: isMath ? { ...open, doubt: 'covered' as const, before: '$$ … ' } : open, inside }]
  })
}

interface SourceLine {
  readonly start: number
  readonly end: number
  /** The line break before it, when GitHub may not render it as one. */
  readonly oddBreak: string
}

/** Returns the lines of the source without leading white space. A lone CR or U+2028 may not be a line break on GitHub. */
function sourceLines(source: string, from: number, to: number): readonly SourceLine[] {
  const breaks = /\r\n|[\n\r\u0085\u2028\u2029\v\f]/g
  const lines: SourceLine[] = []
  let at = from
  let oddBreak = source[from - 1] === '\r' ? '⟨U+000D⟩' : ''
  while (at <= to) {
    breaks.lastIndex = at
    const found = breaks.exec(source)
    const end = found && found.index < to ? found.index : to
    const indent = /^[ \t]*/.exec(source.slice(at, Math.min(end, at + 100)))?.[0].length ?? 0
    lines.push({ start: at + indent, end, oddBreak })
    if (!found || end === to) break
    at = end + found[0].length
    oddBreak = found[0].endsWith('\n') ? '' : `⟨U+${codeOf(found[0])}⟩`
  }
  return lines
}

/** Returns the look-alikes in a paragraph: lines that are only code or begin with a mention (C9). */
function spotOn(paragraph: Paragraph | Heading, source: string, { start, end }: SourceLine): Spot | null {
  const text = source.slice(start, end)
  const code = codeSpot(text, start)
  if (code) return isPlainAt(paragraph, code.start, 'inlineCode') ? code : null
  const mention = mentionSpot(text, start)
  return mention && isPlainAt(paragraph, mention.start, 'text') ? mention : null
}

/** Returns a line whose first word is plain or emphasised text; null in code, links, images and struck text. */
function asOpenLine(paragraph: Paragraph | Heading, source: string, line: SourceLine): OpenLine | null {
  const text = source.slice(line.start, line.end)
  const marks = /^(?:[*_]{1,3}(?=[^\s*_])|\\(?=\/)|&(?:#0*47|#x0*2f|sol);)/i.exec(text)?.[0] ?? ''
  const start = line.start + (/^[*_]/.test(marks) ? marks.length : 0)
  const path = pathTo(paragraph, start)
  if (path.at(-1)?.type !== 'text') return null
  if (!path.every(({ type }) => ['paragraph', 'heading', 'emphasis', 'strong', 'text'].includes(type)))
    return null
  const before = marks || (path.length > 2 ? '* … ' : line.oddBreak)
  return {
    start: line.start + marks.length,
    end: line.end,
    doubt: before === '' ? null : 'marked',
    before,
    lineStart: line.start,
  }
}

function codeOf(character: string): string {
  return (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
}

/** Returns the nodes from a block down to the one at an offset. */
function pathTo(node: Nodes, offset: number): readonly Nodes[] {
  const path: Nodes[] = [node]
  for (let at: Nodes | undefined = node; at && 'children' in at; ) {
    const children: readonly Nodes[] = at.children
    at = children.find((child) => placeOf(child).start <= offset && offset < placeOf(child).end)
    if (at) path.push(at)
  }
  return path
}

/** Returns the raw HTML inside a block, in order. */
function htmlIn(node: Nodes): readonly Html[] {
  if (node.type === 'html') return [node]
  return 'children' in node ? node.children.flatMap((child) => htmlIn(child)) : []
}
