import type { ListItem, Nodes, Paragraph, PhrasingContent, RootContent, TableRow, Text } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import { htmlMentions } from '../markdown/html-mentions.ts'
import { inlineLines, type Piece } from '../markdown/inline-lines.ts'
import { isBlank, leadingRun, type MentionAt, mentionsIn, NOTHING } from '../markdown/mention.ts'
import { placeOf } from '../markdown/node-place.ts'
import { signFinder } from '../markdown/sign-offset.ts'
import type { LeftOut } from './canonical.ts'
import type { Entry, Naming } from './parsed.ts'

/** Finds the line and column, in the author's text, of an offset in the text that was read. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number }

/** The entries of one part and, among them, those that name people. */
export interface Entries {
  readonly entries: readonly Entry[]
  readonly naming: LeftOut
}

/**
 * The list items, table rows, lines and headings of a part that hold mentions (S1). Quotes, footnotes and comments are
 * not looked into; mentions in raw HTML, which people see and which name nobody, are hidden ones.
 */
export function entriesIn(blocks: readonly RootContent[], source: string, locate: Locate): Entries {
  const find = signFinder(source)
  const startOf = startFinder(source)
  const entries: Entry[] = []
  const items = new Set<ListItem>()
  const rows = new Set<TableRow>()
  const lines = new Map<Paragraph, Set<number>>()
  /** Whether what was read names people. */
  const read = (at: number, main: readonly Piece[], rest: readonly Piece[][] = [], quoted = ''): boolean => {
    const entry = entryOf(main, rest, quoted, locate(at).line, find, locate)
    if (entry) entries.push(entry)
    return entry !== null && entry.names.length > 0
  }
  const readItem = (item: ListItem): void => {
    const [first, ...others] = item.children
    const hasWords = first?.type === 'paragraph' || first?.type === 'heading'
    const own = hasWords ? joined(first.children) : []
    const further = hasWords ? others : item.children
    const quoted = further
      .map((block) => (block.type === 'blockquote' ? firstMention(block) : ''))
      .find(Boolean)
    if (read(placeOf(item).start, own, further.flatMap(loosePieces), quoted)) items.add(item)
    for (const block of further) if (block.type !== 'paragraph') readBlock(block)
  }
  const readRow = (row: TableRow): void => {
    const cells = row.children.map((cell) => joined(cell.children))
    const filled = cells.findIndex((cell) => !isBlank(spell(cell).text))
    const [main = [], ...rest] = cells.slice(Math.max(filled, 0))
    if (read(placeOf(row).start, main, rest)) rows.add(row)
  }
  const readParagraph = (paragraph: Paragraph): void => {
    for (const [number, line] of inlineLines(paragraph.children).entries()) {
      const shown = cutAtBreaks(line).filter((piece) => !isBlank(spell(piece).text))
      const named = shown.map((piece) => read(startOf(piece) ?? placeOf(paragraph).start, piece))
      // A line is left out as a whole, so all that is shown of it must name people.
      if (named.length > 0 && named.every(Boolean)) {
        lines.set(paragraph, (lines.get(paragraph) ?? new Set()).add(number))
      }
    }
  }
  const readBlock = (block: RootContent): void => {
    if (block.type === 'list') for (const item of block.children) readItem(item)
    // A table without titles names people in its first row too.
    if (block.type === 'table') for (const row of block.children) readRow(row)
    if (block.type === 'paragraph') readParagraph(block)
    if (block.type === 'heading') read(placeOf(block).start, joined(block.children))
    if (block.type === 'html') {
      const { line } = locate(placeOf(block).start)
      for (const { text, linesBelow } of htmlMentions(block.value)) {
        entries.push({ line: line + linesBelow, names: [], later: [], hidden: text })
      }
    }
  }
  for (const block of blocks) readBlock(block)
  return { entries, naming: { items, rows, lines } }
}

type FindSign = ReturnType<typeof signFinder>

/** An item's own words; its line breaks are white space. */
function joined(children: readonly PhrasingContent[]): Piece[] {
  return inlineLines(children).flatMap((line, number) => (number === 0 ? line : [BREAK, ...line]))
}

const BREAK: Piece = { kind: 'text', value: '\n', node: { type: 'text', value: '\n' }, from: 0 }

/** The lines that `<br>` makes of one. */
function cutAtBreaks(line: readonly Piece[]): readonly Piece[][] {
  const shown: Piece[][] = [[]]
  for (const piece of line) {
    if (piece.kind === 'node' && isBreak(piece.node)) shown.push([])
    else shown.at(-1)?.push(piece)
  }
  return shown
}

function isBreak(node: PhrasingContent): boolean {
  return node.type === 'html' && /^<br(?![a-z0-9-])/i.test(node.value)
}

/** What else stands in an item beside its own words, and is no entry of its own. */
function loosePieces(block: RootContent): readonly Piece[][] {
  if (block.type === 'paragraph') return [joined(block.children)]
  if (block.type === 'code') {
    return [[{ kind: 'node', node: { type: 'inlineCode', value: block.value } }]]
  }
  return []
}

function entryOf(
  main: readonly Piece[],
  rest: readonly Piece[][],
  quoted: string,
  line: number,
  find: FindSign,
  locate: Locate,
): Entry | null {
  const words = spell(main)
  const spelled = [words, ...rest.map(spell)]
  const run = leadingRun(words.text)
  const naming = (where: Spelled, { mention, start }: MentionAt): Naming => ({
    ...mention,
    ...locate(sourceOffset(where, start, find)),
  })
  const names = run.mentions.map((mention) => naming(words, mention))
  const later = spelled.flatMap((where, index) =>
    mentionsIn(where.text, index === 0 ? run.end : 0).map((mention) => naming(where, mention)),
  )
  const hidden =
    names.length + later.length > 0 ? null : (hiddenIn([...main, ...rest.flat()]) ?? (quoted || null))
  return names.length + later.length > 0 || hidden !== null ? { line, names, later, hidden } : null
}

interface Spelled {
  readonly text: string
  readonly parts: readonly { readonly at: number; readonly node: Text; readonly from: number }[]
}

/** The plain text of a line, looking through strike-through and tags; whatever else is no text becomes one character. */
function spell(pieces: readonly Piece[]): Spelled {
  let text = ''
  const parts: { at: number; node: Text; from: number }[] = []
  const walk = (piece: Piece): void => {
    if (piece.kind === 'text') {
      parts.push({ at: text.length, node: piece.node, from: piece.from })
      text += piece.value
    } else if (piece.node.type === 'delete') {
      for (const inner of joined(piece.node.children)) walk(inner)
    } else if (piece.node.type === 'html') text += isBreak(piece.node) ? '\n' : NOTHING
    else text += '\uFFFC'
  }
  for (const piece of pieces) walk(piece)
  return { text, parts }
}

function sourceOffset({ parts }: Spelled, index: number, find: FindSign): number {
  const part = parts.findLast(({ at }) => at <= index)
  if (!part) throw new Error('a mention outside of all text')
  return find(part.node, part.from + index - part.at)
}

/** The first mention that stands in code or a link, where it names nobody (S1). */
function hiddenIn(pieces: readonly Piece[]): string | null {
  for (const piece of pieces) {
    if (piece.kind === 'text') continue
    const { node } = piece
    if (node.type === 'delete') {
      const inner = hiddenIn(joined(node.children))
      if (inner !== null) return inner
    }
    const text =
      node.type === 'inlineCode' ? hiddenInCode(node.value) : isLink(node) ? hiddenInLink(node) : null
    if (text !== null) return text
  }
  return null
}

/** The first mention in a quote, however deep, wherever it stands there; '' when there is none. */
function firstMention(node: Nodes): string {
  if (node.type === 'html') return htmlMentions(node.value)[0]?.text ?? ''
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
    const pieces = joined(node.children)
    const { text } = spell(pieces)
    const [mention] = mentionsIn(text)
    return mention ? text.slice(mention.start, mention.end) : (hiddenIn(pieces) ?? '')
  }
  return 'children' in node ? (node.children.map(firstMention).find(Boolean) ?? '') : ''
}

function isLink(node: Nodes): boolean {
  return node.type === 'link' || node.type === 'linkReference'
}

/** Code that is nothing but mentions was meant as such; a decorator in code with arguments was not. */
function hiddenInCode(code: string): string | null {
  const { mentions, end } = leadingRun(code)
  return mentions.length > 0 && code.slice(end).trim() === '' ? code.trim() : null
}

function hiddenInLink(link: Nodes): string | null {
  const text = textOf(link)
  // The `@` in an address such as https://example.org/@ada mentions nobody.
  const mention = mentionsIn(text).find(({ start }) => text[start - 1] !== '/')
  return mention ? text.slice(mention.start, mention.end) : null
}

/** Finds where a line begins; its first piece may be the later part of a text that runs over several lines. */
function startFinder(source: string): (line: readonly Piece[]) => number | null {
  const known = new Map<Text, ReadonlyMap<number, number>>()
  return ([piece]) => {
    if (!piece) return null
    const { start } = placeOf(piece.node)
    if (piece.kind === 'node' || piece.from === 0) return start
    const starts = known.get(piece.node) ?? lineStarts(piece.node, source)
    known.set(piece.node, starts)
    return starts.get(piece.from) ?? start
  }
}

/** Offsets in the source of the lines of a text, by their indexes in its value, which has lost its indentation. */
function lineStarts(node: Text, source: string): ReadonlyMap<number, number> {
  const { start, end } = placeOf(node)
  const ends = (text: string): readonly number[] =>
    [...text.matchAll(/\r\n|\n|\r/g)].map((found) => found.index + found[0].length)
  const written = ends(source.slice(start, end))
  return new Map(ends(node.value).map((index, number) => [index, start + (written[number] ?? 0)]))
}
