import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfm } from 'micromark-extension-gfm'

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
