import { hash } from 'node:crypto'
import type { Definition, ListItem, PhrasingContent, RootContent, Table, TableRow } from 'mdast'
import { withoutPlainComments } from './markdown/html-comments.ts'
import { browserAddress, withReadTargets } from './markdown/html-targets.ts'
import { inlineLines } from './markdown/inline-lines.ts'
import type { Span } from './markdown/math.ts'

/** A Markdown tree reduced to what counts (F2). Nested arrays with a tag first: different trees never look alike. */
export type Canonical = string | number | boolean | null | readonly Canonical[]

/** The entries that name people, which are left out of a section that does (F2). */
export interface LeftOut {
  /** Items whose own words are among `blocks`: their task box is left out too. */
  readonly items: ReadonlySet<ListItem>
  readonly rows: ReadonlySet<TableRow>
  /** Paragraphs, headings, code and HTML that are, or belong to, an entry. */
  readonly blocks: ReadonlySet<RootContent>
}

/** Where reference links lead, by the definition's identifier. */
export type Definitions = ReadonlyMap<string, Definition>

/** What of a whole document decides how a part of it is read. */
export interface Reading {
  readonly definitions: Definitions
  /** Comments count where some HTML in the document might turn them, or what is between them, into something else. */
  readonly commentsCount: boolean
  /** Where the text may hold math, which is compared as written. */
  readonly math: readonly Span[]
}

interface PartReading extends Reading {
  readonly leftOut: LeftOut | null
}

/** Returns the SHA-256 (hex) of a canonical value. */
export function digestOf(value: Canonical): string {
  return hash('sha256', JSON.stringify(value))
}

/**
 * Returns what is material of some blocks (F2): not white space, wrapping, emphasis, list marks and HTML comments, nor
 * the entries to be left out. Code is compared byte for byte, except for its line ends.
 */
export function canonicalBlocks(blocks: readonly RootContent[], reading: PartReading): readonly Canonical[] {
  return blocks.flatMap((block) => (reading.leftOut?.blocks.has(block) ? [] : canonicalBlock(block, reading)))
}

/** One block in a list, or nothing where it leaves no trace. */
function canonicalBlock(node: RootContent, reading: PartReading): readonly Canonical[] {
  switch (node.type) {
    case 'paragraph': {
      const inline = canonicalInline(node.children, reading)
      return inline.length > 0 ? [['paragraph', ...inline]] : []
    }
    case 'heading':
      return [['heading', node.depth, ...canonicalInline(node.children, reading)]]
    case 'blockquote':
      return [['quote', ...canonicalBlocks(node.children, reading)]]
    case 'list': {
      const items = node.children.flatMap((item) => canonicalItem(item, reading))
      return items.length > 0 ? [['list', node.ordered ? (node.start ?? 1) : null, ...items]] : []
    }
    case 'table':
      return canonicalTable(node, reading)
    case 'code':
      return [['code', node.lang ?? null, node.meta ?? null, node.value.replace(/\r\n?/g, '\n')]]
    case 'html': {
      const html = canonicalHtml(node.value, reading)
      return html === '' ? [] : [['html', html]]
    }
    case 'footnoteDefinition':
      return [['footnote text', node.identifier, ...canonicalBlocks(node.children, reading)]]
    case 'thematicBreak':
      return [['rule']]
    // A definition is rendered only where a link uses it.
    case 'definition':
    case 'yaml':
      return []
    default:
      throw new Error(`a ${node.type} among blocks`)
  }
}

function canonicalItem(item: ListItem, reading: PartReading): readonly Canonical[] {
  const isLeftOut = reading.leftOut?.items.has(item) === true
  const blocks = canonicalBlocks(item.children, reading)
  if (reading.leftOut && blocks.length === 0) return []
  return [['item', isLeftOut ? null : (item.checked ?? null), ...blocks]]
}

/** The header row is `null` where it names people; a table that held only names leaves no trace. */
function canonicalTable(table: Table, reading: PartReading): readonly Canonical[] {
  const { leftOut } = reading
  const isLeftOut = (row: TableRow): boolean => leftOut?.rows.has(row) === true
  const cells = (row: TableRow) => row.children.map((cell) => canonicalInline(cell.children, reading))
  const [titles, ...rows] = table.children.map((row) => (isLeftOut(row) ? null : cells(row)))
  const left = [titles ?? null, ...rows.filter((row) => row !== null)]
  if (leftOut && left.every((row) => row === null || row.every((cell) => cell.length === 0))) return []
  return [['table', (table.align ?? []).map((align) => align ?? null), ...left]]
}

/** Text runs as strings, anything else as arrays. */
function canonicalInline(children: readonly PhrasingContent[], reading: PartReading): readonly Canonical[] {
  const runs: Canonical[] = []
  const add = (text: string): void => {
    const last = runs.at(-1)
    if (typeof last === 'string') runs[runs.length - 1] = last + text
    else runs.push(text)
  }
  const lines = inlineLines(children, { comments: reading.commentsCount })
  for (const line of lines) {
    for (const piece of line) {
      if (piece.kind === 'text') add(piece.value)
      else runs.push(canonicalNode(piece.node, reading))
    }
    add('\n')
  }
  const collapsed = runs.map((run) => (typeof run === 'string' ? collapse(run) : run))
  trimEnd(collapsed, 0, (text) => text.trimStart())
  trimEnd(collapsed, collapsed.length - 1, (text) => text.trimEnd())
  return collapsed.filter((run) => run !== '')
}

function canonicalNode(node: PhrasingContent, reading: PartReading): Canonical {
  switch (node.type) {
    case 'inlineCode':
      return ['code', node.value.replace(/\r\n|\r|\n/g, ' ')]
    case 'delete':
      return ['strike', ...canonicalInline(node.children, reading)]
    case 'link':
      return [
        'link',
        browserAddress(node.url),
        node.title ?? null,
        ...canonicalInline(node.children, reading),
      ]
    case 'linkReference': {
      const { url, title } = target(node.identifier, reading)
      return ['link', url, title, ...canonicalInline(node.children, reading)]
    }
    case 'image':
      return ['image', browserAddress(node.url), node.title ?? null, collapse(node.alt ?? '')]
    case 'imageReference': {
      const { url, title } = target(node.identifier, reading)
      return ['image', url, title, collapse(node.alt ?? '')]
    }
    case 'footnoteReference':
      return ['footnote', node.identifier]
    case 'html':
      return ['html', canonicalHtml(node.value, reading)]
    default:
      throw new Error(`a ${node.type} among words`)
  }
}

function target(identifier: string, { definitions }: PartReading): { url: string; title: string | null } {
  const definition = definitions.get(identifier)
  // Without its definition a reference is plain text; should the parser ever differ, the name of it counts.
  return definition
    ? { url: browserAddress(definition.url), title: definition.title ?? null }
    : { url: `[${identifier}]`, title: null }
}

function canonicalHtml(value: string, { commentsCount }: PartReading): string {
  const plain = withoutPlainComments(value)
  const html = withReadTargets(commentsCount || plain === null ? value : plain).replace(/\r\n?/g, '\n')
  const isAsWritten = plain === null || /<(?:pre|listing)(?![a-z0-9-])|\$[^$]*\$/i.test(html)
  return isAsWritten ? html : collapse(html).trim()
}

function trimEnd(runs: Canonical[], index: number, trim: (text: string) => string): void {
  const run = runs[index]
  if (typeof run === 'string') runs[index] = trim(run)
}

function collapse(text: string): string {
  return text.replace(/[\t\n\v\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g, ' ')
}
