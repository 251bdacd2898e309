import type { ListItem, Nodes, Paragraph, PhrasingContent, RootContent, Table, TableRow } from 'mdast'
import type { Definitions, LeftOut } from './canonical.ts'
import { seenHtml } from './html-entries.ts'
import { inlineLines, type Piece } from './markdown/inline-lines.ts'
import { leadingRun, type Mention, mentionsIn } from './markdown/mention.ts'
import { isLoginText } from './markdown/profile-link.ts'
import { placeOf } from './markdown/read-markdown.ts'
import { signFinder } from './markdown/sign-offset.ts'
import type { FromLink, Nameless, PlacedMention } from './parsed-document.ts'
import { rolesIn } from './role-text.ts'
import { sectionName } from './section-name.ts'
import { isBreak, joined, mentionsOf, NO_TEXT, sourceOffset, spell } from './spelled.ts'

/** Finds the line and column, in the author's text, of an offset in the text that was read. */
export type Locate = (offset: number) => { readonly line: number; readonly column: number }

/** An entry, and the blocks whose text it is. */
export interface FoundEntry {
  readonly line: number
  readonly names: readonly PlacedMention[]
  readonly isMaterial: boolean
  readonly blocks: readonly RootContent[]
}

/** The people in a part: who is named, which items and rows name no one, and what is left out of the text. */
export interface Entries {
  readonly entries: readonly FoundEntry[]
  readonly nameless: readonly Nameless[]
  readonly leftOut: LeftOut
}

/** At most this many items without a name are reported of one part. */
const MOST_NAMELESS = 20

/** Headers of columns whose words are people's names, not roles. */
const NAME_COLUMNS: ReadonlySet<string> = new Set([
  'name',
  'names',
  'full name',
  'person',
  'people',
  'who',
  'stakeholder',
  'stakeholders',
  'approver',
  'reviewer',
])

/**
 * Reads every mention of a part (S1): in list items, table rows, paragraphs, headings, footnotes and HTML; not in code,
 * quotes and comments.
 */
export function entriesIn(
  blocks: readonly RootContent[],
  source: string,
  definitions: Definitions,
  locate: Locate,
): Entries {
  const reader = new Reader(source, definitions, locate)
  reader.readBlocks(blocks, false)
  return reader
}

class Reader implements Entries {
  readonly entries: FoundEntry[] = []
  readonly nameless: Nameless[] = []
  readonly leftOut = {
    items: new Set<ListItem>(),
    rows: new Set<TableRow>(),
    blocks: new Set<RootContent>(),
  }

  readonly #find: ReturnType<typeof signFinder>
  readonly #definitions: Definitions
  readonly #locate: Locate

  constructor(source: string, definitions: Definitions, locate: Locate) {
    this.#find = signFinder(source)
    this.#definitions = definitions
    this.#locate = locate
  }

  /** Reads blocks; `isUnder`: under an item that names someone. Returns whether they name someone. */
  readBlocks(blocks: readonly RootContent[], isUnder: boolean): boolean {
    return blocks.map((block) => this.#readBlock(block, isUnder)).includes(true)
  }

  #readBlock(block: RootContent, isUnder: boolean): boolean {
    switch (block.type) {
      case 'list':
        return block.children.map((item) => this.#readItem(item, isUnder)).includes(true)
      case 'table':
        return this.#readTable(block, isUnder)
      case 'paragraph':
        return this.#readParagraph(block)
      case 'heading':
        return this.#add(block, [joined(block.children)], [block])
      case 'html':
        return this.#readHtml(block, isUnder)
      case 'footnoteDefinition':
        return this.readBlocks(block.children, isUnder)
      default:
        return false
    }
  }

  /** An item's own words are all of it except lists, tables and HTML, which are read separately. */
  #readItem(item: ListItem, isUnder: boolean): boolean {
    const own = item.children.filter(({ type }) => !['list', 'table', 'html'].includes(type))
    const pieces = own.map(piecesOf)
    const isNaming = this.#add(item, pieces, own)
    if (isNaming) this.leftOut.items.add(item)
    const at = this.nameless.length
    const inner = item.children.filter((block) => !own.includes(block))
    const isAny = this.readBlocks(inner, isUnder || isNaming)
    // If the items under it name no one either, those are reported.
    if (!isNaming && !isAny && !isUnder && this.nameless.length === at) this.#addNameless(item, pieces)
    return isNaming || isAny
  }

  #readTable(table: Table, isUnder: boolean): boolean {
    const [titles] = table.children
    const named = new Set(
      titles?.children.flatMap((cell, column) =>
        NAME_COLUMNS.has(sectionName(spell(joined(cell.children), this.#definitions).text)) ? [column] : [],
      ),
    )
    return table.children
      .map((row) => {
        const cells = row.children.map((cell) => joined(cell.children))
        const synthetic = row.children.map(
          (cell): Paragraph => ({ type: 'paragraph', children: cell.children }),
        )
        const isNaming = this.#add(row, cells, synthetic, named)
        if (isNaming) this.leftOut.rows.add(row)
        // A header row names no one, and a table without one may have people in its place.
        else if (row !== titles && !isUnder) this.#addNameless(row, cells)
        return isNaming
      })
      .includes(true)
  }

  /** If each line of a paragraph names someone, each is an entry of its own; otherwise the paragraph is one. */
  #readParagraph(paragraph: Paragraph): boolean {
    const lines = inlineLines(paragraph.children)
      .flatMap(cutAtBreaks)
      .filter((line) => /[^\s]/u.test(spell(line, this.#definitions).text))
    const isEach = lines.every((line) => mentionsOf(spell(line, this.#definitions)).length > 0)
    if (!isEach || lines.length < 2) return this.#add(paragraph, [joined(paragraph.children)], [paragraph])
    for (const line of lines) this.#add(paragraph, [line], [asParagraph(line)])
    this.leftOut.blocks.add(paragraph)
    return true
  }

  #readHtml(block: Extract<RootContent, { type: 'html' }>, isUnder: boolean): boolean {
    const { line } = this.#locate(placeOf(block).start)
    return seenHtml(block.value)
      .map(({ text, mentions, linesBelow, isNameless }) => {
        if (isNameless && !isUnder) this.#tell(line + linesBelow, oneLine(text), null)
        if (mentions.length === 0) return false
        const { roles, isMore } = rolesIn(text, mentions)
        const names = mentions.map(
          ({ mention, linesBelow: below, host, sign }, index): PlacedMention => ({
            ...mention,
            ...(sign === null ? { line: line + below, column: 1 } : this.#locate(this.#find(block, sign))),
            role: roles[index] ?? '',
            ...(host !== null && { link: { host, label: '' } }),
          }),
        )
        const first = names[0]?.line ?? line
        this.#keep({ line: first, names: unique(names), isMaterial: isMore, blocks: [block] })
        return true
      })
      .includes(true)
  }

  /** Adds an entry if its words name someone. Returns whether they do. */
  #add(
    node: Nodes,
    runs: readonly (readonly Piece[])[],
    blocks: readonly RootContent[],
    nameColumns: ReadonlySet<number> = new Set(),
  ): boolean {
    const spelled = spell(withSeparators(runs, nameColumns, this.#definitions), this.#definitions)
    const found = mentionsOf(spelled)
    if (found.length === 0) return false
    const { roles, isMore } = rolesIn(spelled.text, found)
    const names = found.map(({ mention, start, link }, index): PlacedMention => {
      const at = this.#locate(sourceOffset(spelled, start, this.#find))
      return { ...named(mention, link), ...at, role: roles[index] ?? '' }
    })
    const line = node.type === 'paragraph' ? (names[0]?.line ?? 1) : this.#locate(placeOf(node).start).line
    this.#keep({ line, names: unique(names), isMaterial: isMore, blocks })
    return true
  }

  #keep(entry: FoundEntry): void {
    this.entries.push(entry)
    for (const block of entry.blocks) this.leftOut.blocks.add(block)
  }

  #addNameless(node: Nodes, runs: readonly (readonly Piece[])[]): void {
    const { text } = spell(
      runs.flatMap((run) => [...run, BLANK]),
      this.#definitions,
    )
    const words = oneLine(text)
    if (!/[\p{L}\p{N}\uFFFC]/u.test(words)) return
    this.#tell(this.#locate(placeOf(node).start).line, words, hiddenIn(node))
  }

  #tell(line: number, words: string, hidden: string | null): void {
    if (this.nameless.length >= MOST_NAMELESS) return
    const shown = words.replaceAll(NO_TEXT, /[\p{L}\p{N}]/u.test(words) ? '' : '…').trim()
    this.nameless.push({ line, words: shown.slice(0, 60), hidden })
  }
}

/** A text without line breaks and tags. */
function oneLine(text: string): string {
  return text.replace(/[\s\uFDD0]+/g, ' ').trim()
}

const BLANK: Piece = { kind: 'text', value: ' ', node: { type: 'text', value: ' ' }, from: 0 }
const BAR: Piece = { kind: 'text', value: ' | ', node: { type: 'text', value: ' | ' }, from: 0 }

/** Several runs of words as one; a cell with nothing but `(2)` belongs to the one before it. */
function withSeparators(
  runs: readonly (readonly Piece[])[],
  nameColumns: ReadonlySet<number>,
  definitions: Definitions,
): readonly Piece[] {
  return runs.flatMap((run, index) => {
    const { text, links } = spell(run, definitions)
    if (nameColumns.has(index) && links.size === 0 && mentionsIn(text).length === 0) return []
    if (index === 0) return run
    return [/^\s*\([^()]*\)\s*$/.test(text) ? BLANK : BAR, ...run]
  })
}

function piecesOf(block: RootContent): readonly Piece[] {
  if (block.type === 'paragraph' || block.type === 'heading') return joined(block.children)
  return [{ kind: 'node', node: { type: 'inlineCode', value: '' } }]
}

/** The lines that `<br>` makes of one. */
function cutAtBreaks(line: readonly Piece[]): readonly Piece[][] {
  const shown: Piece[][] = [[]]
  for (const piece of line) {
    if (piece.kind === 'node' && isBreak(piece.node)) shown.push([])
    else shown.at(-1)?.push(piece)
  }
  return shown
}

function asParagraph(line: readonly Piece[]): Paragraph {
  const children = line.map(
    (piece): PhrasingContent => (piece.kind === 'text' ? { type: 'text', value: piece.value } : piece.node),
  )
  return { type: 'paragraph', children }
}

/** The mention of a link: the account it leads to, if its text agrees (S1). */
function named(mention: Mention, link: FromLink | null): Mention & Pick<PlacedMention, 'link'> {
  if (link === null) return mention
  const { host, label } = link
  if (host === null) {
    return {
      kind: 'invalid',
      text: label,
      why: 'its link points elsewhere; write the mention without a link',
    }
  }
  const spelled = mentionsIn(label)[0]?.mention ?? null
  const login = label.replace(/^@/, '').toLowerCase()
  const is =
    mention.kind === 'person'
      ? mention.login
      : mention.kind === 'team'
        ? `${mention.org}/${mention.slug}`
        : ''
  if (label !== '' && isLoginText(label, spelled) && login !== is.toLowerCase()) {
    const why = `its link points to \`${is}\`; write \`@${is}\`, or correct the link`
    return { kind: 'invalid', text: label, why }
  }
  return { ...mention, link: { host, label } }
}

/** Each name once; with another quorum it is another name. */
function unique(names: readonly PlacedMention[]): readonly PlacedMention[] {
  const keyed = names.map((placed) => {
    const { line: _line, column: _column, role: _role, link, ...mention } = placed
    return [JSON.stringify([mention, link?.host]).toLowerCase(), placed] as const
  })
  return [...new Map(keyed.toReversed()).values()].toReversed()
}

/** The first mention in code or a quote, however deep, where it names no one (S1). */
function hiddenIn(node: Nodes): string | null {
  if (node.type === 'inlineCode' || node.type === 'code') {
    const { mentions, end } = leadingRun(node.value)
    return mentions.length > 0 && node.value.slice(end).trim() === '' ? node.value.trim() : null
  }
  if (node.type === 'blockquote') return firstMention(node)
  if (!('children' in node)) return null
  return node.children.map(hiddenIn).find((found) => found !== null) ?? null
}

function firstMention(node: Nodes): string | null {
  if (node.type === 'text') {
    const [found] = mentionsIn(node.value)
    return found ? node.value.slice(found.start, found.end) : null
  }
  if (!('children' in node)) return hiddenIn(node)
  return node.children.map(firstMention).find((found) => found !== null) ?? null
}
