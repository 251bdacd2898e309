import type { ListItem, Nodes, Paragraph, PhrasingContent, RootContent, TableRow, Text } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import { inlineLines, type Piece } from '../markdown/inline-lines.ts'
import { leadingRun, type MentionAt, mentionsIn } from '../markdown/mention.ts'
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
 * The list items, table rows and lines of a part that hold mentions (S1). Quotes, code, HTML and footnotes are not
 * looked into; a table's first row names nobody.
 */
export function entriesIn(blocks: readonly RootContent[], source: string, locate: Locate): Entries {
  const find = signFinder(source)
  const startOf = startFinder(source)
  const entries: Entry[] = []
  const items = new Set<ListItem>()
  const rows = new Set<TableRow>()
  const lines = new Map<Paragraph, Set<number>>()
  const read = (main: readonly Piece[][], rest: readonly Piece[][], at: number): boolean => {
    const entry = entryOf(main, rest, locate(at).line, find, locate)
    if (entry) entries.push(entry)
    return entry !== null && entry.names.length > 0
  }
  const readList = (list: readonly ListItem[]): void => {
    for (const item of list) {
      const [first, ...rest] = item.children
      const own = first?.type === 'paragraph' ? [joined(first.children)] : []
      const others = (own.length > 0 ? rest : item.children).flatMap((block) => loosePieces(block))
      if (read(own, others, placeOf(item).start)) items.add(item)
      for (const block of item.children) if (block.type === 'list') readList(block.children)
    }
  }
  for (const block of blocks) {
    if (block.type === 'list') readList(block.children)
    if (block.type === 'table') {
      for (const row of block.children.slice(1)) {
        const cells = row.children.map((cell) => joined(cell.children))
        const filled = cells.findIndex((cell) =>
          cell.some((piece) => piece.kind === 'node' || piece.value.trim()),
        )
        const [main = [], ...rest] = cells.slice(Math.max(filled, 0))
        if (read([main], rest, placeOf(row).start)) rows.add(row)
      }
    }
    if (block.type === 'paragraph') {
      for (const [number, line] of inlineLines(block.children).entries()) {
        const at = startOf(line) ?? placeOf(block).start
        if (read([[...line]], [], at)) lines.set(block, (lines.get(block) ?? new Set()).add(number))
      }
    }
  }
  return { entries, naming: { items, rows, lines } }
}

type FindSign = ReturnType<typeof signFinder>

/** An item's own words; its line breaks are white space. */
function joined(children: readonly PhrasingContent[]): Piece[] {
  return inlineLines(children).flatMap((line, number) => (number === 0 ? line : [BREAK, ...line]))
}

const BREAK: Piece = { kind: 'text', value: '\n', node: { type: 'text', value: '\n' }, from: 0 }

/** What else stands in an item beside its own words and its nested lists. */
function loosePieces(block: RootContent): readonly Piece[][] {
  if (block.type === 'paragraph') return [joined(block.children)]
  if (block.type === 'code') {
    return [[{ kind: 'node', node: { type: 'inlineCode', value: block.value } }]]
  }
  return []
}

function entryOf(
  main: readonly Piece[][],
  rest: readonly Piece[][],
  line: number,
  find: FindSign,
  locate: Locate,
): Entry | null {
  const spelled = [...main, ...rest].map(spell)
  const run = main.length > 0 ? leadingRun(spelled[0]?.text ?? '') : { mentions: [], end: 0 }
  const naming = (words: Spelled, { mention, start }: MentionAt): Naming => ({
    ...mention,
    ...locate(sourceOffset(words, start, find)),
  })
  const names = run.mentions.map((mention) => naming(spelled[0] as Spelled, mention))
  const later = spelled.flatMap((words, index) =>
    mentionsIn(words.text, index === 0 ? run.end : 0).map((mention) => naming(words, mention)),
  )
  const hidden = names.length + later.length > 0 ? null : hiddenIn([...main, ...rest].flat())
  return names.length + later.length > 0 || hidden !== null ? { line, names, later, hidden } : null
}

interface Spelled {
  readonly text: string
  readonly parts: readonly { readonly at: number; readonly node: Text; readonly from: number }[]
}

/** The plain text of a line, looking through strike-through; whatever is no text becomes one character. */
function spell(pieces: readonly Piece[]): Spelled {
  let text = ''
  const parts: { at: number; node: Text; from: number }[] = []
  const walk = (piece: Piece): void => {
    if (piece.kind === 'text') {
      parts.push({ at: text.length, node: piece.node, from: piece.from })
      text += piece.value
    } else if (piece.node.type === 'delete') {
      for (const inner of joined(piece.node.children)) walk(inner)
    } else text += '\uFFFC'
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
