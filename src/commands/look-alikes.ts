import type { Heading, List, ListItem, Nodes, Paragraph } from 'mdast'
import { placeOf } from '../documents/markdown/read-markdown.ts'
import type { LookAlike } from './model/parsed-post.ts'

/** A place that is not read for commands, and where a word looks like one (C9). */
export interface Spot {
  readonly place: LookAlike
  /** Offsets of the possible word and of the end of its argument; null when that is the next command. */
  readonly start: number
  readonly end: number | null
  readonly lineStart: number
  /** For a list item: the offset of its outermost list. */
  readonly list?: number
  readonly addressed?: string
}

/** Returns the first line of each item of a list and of the lists in it, when it begins with plain text. */
export function itemSpots(list: List): readonly Spot[] {
  const start = placeOf(list).start
  const within = (node: List): readonly Spot[] =>
    node.children.flatMap((item) => [
      ...spotOf(item, start),
      ...item.children.flatMap((child) => (child.type === 'list' ? within(child) : [])),
    ])
  return within(list)
}

function spotOf(item: ListItem, list: number): readonly Spot[] {
  const [paragraph] = item.children
  if (paragraph?.type !== 'paragraph' || paragraph.children[0]?.type !== 'text') return []
  const nested = item.children.find(({ type }) => type === 'list')
  return [
    {
      place: 'list',
      start: placeOf(paragraph).start,
      end: nested ? placeOf(nested).start : placeOf(item).end,
      lineStart: placeOf(item).start,
      list,
    },
  ]
}

/** Returns the place of a line that is only code and begins with a slash. */
export function codeSpot(text: string, start: number): Spot | null {
  const found = /^(`+)([ \t]*)(\/[^`]*)\1[.!]?[ \t]*$/.exec(text)
  if (!found) return null
  const [, ticks = '', space = '', code = ''] = found
  const from = start + ticks.length + space.length
  return { place: 'code', start: from, end: from + code.length, lineStart: start }
}

/** Returns the place of a line that begins with a mention followed by a slash. */
export function mentionSpot(text: string, start: number): Spot | null {
  const found = /^@([A-Za-z0-9][A-Za-z0-9_-]*)(?:\[bot\])?[ \t,:]+(?=\/)/.exec(text)
  if (!found) return null
  const from = start + found[0].length
  const addressed = (found[1] as string).toLowerCase()
  return { place: 'mention', start: from, end: null, lineStart: start, addressed }
}

/** Returns whether an offset is in a direct child of the paragraph of this type. */
export function isPlainAt(
  paragraph: Paragraph | Heading,
  offset: number,
  type: 'text' | 'inlineCode',
): boolean {
  return paragraph.children.some(
    (child: Nodes) => child.type === type && placeOf(child).start <= offset && offset < placeOf(child).end,
  )
}
