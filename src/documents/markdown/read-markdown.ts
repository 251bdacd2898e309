import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'
import type { Node } from 'unist'

/**
 * Reads GitHub Flavored Markdown into a tree whose every node knows its place. The text has no byte order mark.
 * Throws RangeError where the text nests deeper than the stack.
 */
export function readMarkdown(text: string, options: { readonly frontMatter: boolean }): Root {
  return fromMarkdown(text, {
    extensions: [gfm(), ...(options.frontMatter ? [frontmatter(['yaml'])] : [])],
    mdastExtensions: [
      // The transforms look for addresses a second time and leave text nodes without a place.
      gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
      ...(options.frontMatter ? [frontmatterFromMarkdown(['yaml'])] : []),
    ],
  })
}

/** Returns the place of a node in its text. Throws when the node has none, which no node of `readMarkdown` is. */
export function placeOf(node: Node): { start: number; end: number; line: number; column: number } {
  const { position } = node
  const start = position?.start.offset
  const end = position?.end.offset
  if (!position || start === undefined || end === undefined) throw new Error(`a ${node.type} without a place`)
  return { start, end, line: position.start.line, column: position.start.column }
}

const MARK = '\uFEFF'

/** Returns the text without its byte order mark, and how many columns that took from the first line. */
export function withoutByteOrderMark(text: string): { text: string; taken: 0 | 1 } {
  return text.startsWith(MARK) ? { text: text.slice(1), taken: 1 } : { text, taken: 0 }
}
