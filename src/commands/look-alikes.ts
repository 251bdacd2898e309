import type { Heading, List, ListItem, Nodes, Paragraph } from 'mdast'
import { placeOf } from '../documents/markdown/node-place.ts'
import type { LookAlike } from './model/parsed-post.ts'

/** A place outside of the plain lines that are read, where a person may think they said a command (C9). */
export interface Spot {
  readonly place: LookAlike
  /** Where the text begins that may be a word, and where its reason ends; null: at the next command. */
  readonly start: number
  readonly end: number | null
  readonly lineStart: number
  /** Of an item: the outermost list it stands in, by where that begins. */
  readonly list?: number
  readonly addressed?: string
}

/** The first line of each item of a list, whatever list that one stands in, when it begins with plain text. */
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

/** A line of a paragraph that is nothing but code, with the word at its start. */
export function codeSpot(text: string, start: number): Spot | null {
  const found = /^(`+)([ \t]*)(\/[^`]*)\1[.!]?[ \t]*$/.exec(text)
  if (!found) return null
  const [, ticks = '', space = '', code = ''] = found
  const from = start + ticks.length + space.length
  return { place: 'code', start: from, end: from + code.length, lineStart: start }
}

/** A line of a paragraph that begins with the mention of an account and goes on with a slash. */
export function mentionSpot(text: string, start: number): Spot | null {
  const found = /^@([A-Za-z0-9][A-Za-z0-9_-]*)(?:\[bot\])?[ \t,:]+(?=\/)/.exec(text)
  if (!found) return null
  const from = start + found[0].length
  const addressed = (found[1] as string).toLowerCase()
  return { place: 'mention', start: from, end: null, lineStart: start, addressed }
}

/** Whether an offset of a paragraph stands in plain text, or in code that is one of its own children. */
export function isPlainAt(
  paragraph: Paragraph | Heading,
  offset: number,
  type: 'text' | 'inlineCode',
): boolean {
  return paragraph.children.some(
    (child: Nodes) => child.type === type && placeOf(child).start <= offset && offset < placeOf(child).end,
  )
}
