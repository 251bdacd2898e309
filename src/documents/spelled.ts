import type { Link, LinkReference, PhrasingContent, Text } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Definitions } from './canonical.ts'
import { insideOf } from './html-inside.ts'
import { htmlTargets } from './markdown/html-targets.ts'
import { inlineLines, type Piece } from './markdown/inline-lines.ts'
import { AT_SIGNS, type Mention, mentionAt, mentionsIn, NOTHING } from './markdown/mention.ts'
import { profileIn } from './markdown/profile-link.ts'
import { placeOf } from './markdown/read-markdown.ts'
import type { signFinder } from './markdown/sign-offset.ts'
import type { FromLink } from './parsed-document.ts'

/** Replaces in a text what is not plain text: code, an image, a link that names no one. */
export const NO_TEXT = '\uFFFC'

/** The plain text of some pieces. A link to a profile reads as the mention of that account. */
export interface Spelled {
  readonly text: string
  readonly parts: readonly { readonly at: number; readonly node: PhrasingContent; readonly from: number }[]
  /** Mentions read from links, by the index at which they begin. */
  readonly links: ReadonlyMap<number, FromLink>
}

/** A mention in a spelled text, and the link it was read from. */
export interface SpelledMention {
  readonly mention: Mention
  readonly start: number
  readonly end: number
  readonly link: FromLink | null
}

/** Returns the parts of an item, cell or line as runs of words; line breaks are white space. */
export function joined(children: readonly PhrasingContent[]): Piece[] {
  return inlineLines(children).flatMap((line, number) => (number === 0 ? line : [BREAK, ...line]))
}

const BREAK: Piece = { kind: 'text', value: '\n', node: { type: 'text', value: '\n' }, from: 0 }

/** Tags that change neither the words nor their links. */
const PLAIN_TAG = /^<\/?(?:b|strong|i|em|u|span|small|sub|sup|div|p|font|a)(?![a-z0-9-])/i

/** Returns the text of pieces, looking through strike-through and tags (S1). */
export function spell(pieces: readonly Piece[], definitions: Definitions): Spelled {
  let text = ''
  const parts: { at: number; node: PhrasingContent; from: number }[] = []
  const links = new Map<number, FromLink>()
  const add = (node: PhrasingContent, value: string, from = 0): void => {
    parts.push({ at: text.length, node, from })
    text += value
  }
  const addProfile = (
    node: PhrasingContent,
    { host, mention }: Pick<FromLink, 'host'> & { readonly mention: string },
    label: string,
  ): void => {
    text += NOTHING
    links.set(text.length, { host, label })
    add(node, mention)
    text += NOTHING
  }
  const walkLink = (node: Link | LinkReference): void => {
    const url = node.type === 'link' ? node.url : (definitions.get(node.identifier)?.url ?? '')
    const profile = profileIn(url)
    const label = textOf(node, { includeHtml: false }).trim()
    if (profile && mentionsIn(label).length < 2) addProfile(node, profile, label === url ? '' : label)
    else if (profile === null && isOneMention(label)) addProfile(node, { host: null, mention: label }, label)
    else {
      for (const inner of joined(node.children)) walk(inner)
      text += NO_TEXT
    }
  }
  const walkNode = (node: PhrasingContent): void => {
    if (node.type === 'delete') {
      const before = text.length
      for (const inner of joined(node.children)) walk(inner)
      if (!new RegExp(`[${AT_SIGNS}]`).test(text.slice(before))) text += NO_TEXT
    } else if (node.type === 'link' || node.type === 'linkReference') walkLink(node)
    else if (node.type === 'html') {
      const profile = /^<a\s/i.test(node.value) ? htmlTargets(node.value).map(profileIn).find(Boolean) : null
      if (profile) addProfile(node, profile, '')
      else if (isBreak(node)) text += '\n'
      else text += PLAIN_TAG.test(node.value) && !/\shref\s*=/i.test(node.value) ? NOTHING : NO_TEXT
    } else text += NO_TEXT
  }
  const walk = (piece: Piece): void => {
    if (piece.kind === 'text') add(piece.node, piece.value, piece.from)
    else walkNode(piece.node)
  }
  const tags = pieces.map((piece) =>
    piece.kind === 'node' && piece.node.type === 'html' ? piece.node.value : '',
  )
  const hidden = insideOf(tags)
  for (const [index, piece] of pieces.entries()) {
    if (hidden.has(index)) text += NO_TEXT
    else walk(piece)
  }
  return { text, parts, links }
}

/** Returns every mention in a spelled text; the `@` in an address such as https://example.org/@ada mentions no one. */
export function mentionsOf({ text, links }: Spelled): readonly SpelledMention[] {
  return mentionsIn(text)
    .filter(({ start }) => !/:\/\/[^\s/]+(?:\/\S*)?\/$/.test(text.slice(Math.max(0, start - 300), start)))
    .map((found) => ({ ...found, link: links.get(found.start) ?? null }))
}

/** Returns the offset in the source of a character of a spelled text. */
export function sourceOffset({ parts }: Spelled, index: number, find: ReturnType<typeof signFinder>): number {
  const part = parts.findLast(({ at }) => at <= index)
  if (!part) throw new Error('a mention outside of all text')
  const { node, from, at } = part
  return node.type === 'text' ? find(node as Text, from + index - at) : placeOf(node).start
}

/** Returns whether a node is an HTML line break, `<br>`. */
export function isBreak(node: PhrasingContent): boolean {
  return node.type === 'html' && /^<br(?![a-z0-9-])/i.test(node.value)
}

function isOneMention(text: string): boolean {
  return mentionAt(text, 0)?.end === text.length
}
