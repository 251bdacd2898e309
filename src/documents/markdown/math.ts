import type { Nodes, Root } from 'mdast'
import { placeOf } from './read-markdown.ts'

/** From one offset of a text to another. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Returns where a text may hold math: `$…$` and `$$…$$`, delimiters included, in order and without overlaps (F2). White
 * space and emphasis marks have meaning in math, and Markdown parses it differently from the renderer. In doubt it is
 * math. ```` ```math ```` and `` $`…`$ `` are code to Markdown and need no more. `$…$` is none where a letter or digit
 * follows (github/markup#1742), so "from $5 to $6" is words.
 */
export function mathSpans(root: Root, source: string): readonly Span[] {
  const blocks = blocksWithWords(root).map((block) => dollarsIn(block, source))
  const doubles = blocks.map((dollars) => dollars.filter(isDouble))
  // Where one is alone, Markdown has cut the math into blocks, or some words contain one: then everything between
  // counts.
  const isUnpaired = doubles.some(({ length }) => length % 2 === 1)
  return merged([
    ...blocks.flatMap((dollars) =>
      inlineSpans(
        dollars.filter((dollar) => !isDouble(dollar)),
        source,
      ),
    ),
    ...(isUnpaired
      ? between(doubles.flat())
      : doubles.flatMap((own) => between(own).filter((_, index) => index % 2 === 0))),
  ])
}

/** Returns the math within a stretch of a text, without the marks of quotes and lists before its lines. */
export function mathIn(spans: readonly Span[], { start, end }: Span, source: string): readonly string[] {
  return spans
    .filter((span) => span.start < end && span.end > start)
    .map((span) =>
      source
        .slice(Math.max(span.start, start), Math.min(span.end, end))
        .replace(/(?:\r\n|\r|\n)[ \t>]*/g, '\n'),
    )
}

function blocksWithWords(node: Nodes): readonly Nodes[] {
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') return [node]
  return 'children' in node ? node.children.flatMap(blocksWithWords) : []
}

/** One dollar sign or a run of them, in the words of a block; not escaped ones, and not in code. */
function dollarsIn(node: Nodes, source: string): readonly Span[] {
  if ('children' in node) return node.children.flatMap((child) => dollarsIn(child, source))
  if (node.type !== 'text') return []
  const { start, end } = placeOf(node)
  return [...source.slice(start, end).matchAll(/\\[\s\S]|(\$+)/g)].flatMap(({ 1: dollars, index }) =>
    dollars === undefined ? [] : [{ start: start + index, end: start + index + dollars.length }],
  )
}

function isDouble({ start, end }: Span): boolean {
  return end - start > 1
}

/** From each sign to the next one that may end what it begins. */
function inlineSpans(signs: readonly Span[], source: string): readonly Span[] {
  const spans: Span[] = []
  let next: Span | undefined
  for (const sign of signs.toReversed()) {
    if (next) spans.push({ start: sign.start, end: next.end })
    if (!/[a-z0-9]/i.test(source[sign.end] ?? '')) next = sign
  }
  return spans
}

function between(marks: readonly Span[]): readonly Span[] {
  return marks.slice(1).map((mark, index) => ({ start: marks[index]?.start ?? mark.start, end: mark.end }))
}

function merged(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1)
    if (last && span.start < last.end)
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else apart.push(span)
  }
  return apart
}
