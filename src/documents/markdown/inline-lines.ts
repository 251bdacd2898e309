import type { PhrasingContent, Text } from 'mdast'

/** A stretch of text within one line of a paragraph, or a node that is no plain text. */
export type Piece =
  | { readonly kind: 'text'; readonly value: string; readonly node: Text; readonly from: number }
  | { readonly kind: 'node'; readonly node: PhrasingContent }

/**
 * Splits a paragraph, heading or cell into its lines as written. Emphasis is looked through, HTML comments are left out
 * unless asked for; a line break inside a link or the like belongs to the line on which that begins.
 */
export function inlineLines(
  children: readonly PhrasingContent[],
  { comments = false } = {},
): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]]
  const walk = (nodes: readonly PhrasingContent[]): void => {
    for (const node of nodes) {
      if (node.type === 'text') addText(lines, node)
      else if (node.type === 'break') lines.push([])
      else if (node.type === 'emphasis' || node.type === 'strong') walk(node.children)
      else if (comments || node.type !== 'html' || !node.value.startsWith('<!--')) {
        lines.at(-1)?.push({ kind: 'node', node })
      }
    }
  }
  walk(children)
  return lines
}

function addText(lines: Piece[][], node: Text): void {
  let from = 0
  for (const end of [...node.value.matchAll(/\r\n|\n|\r/g)]) {
    lines.at(-1)?.push({ kind: 'text', value: node.value.slice(from, end.index), node, from })
    lines.push([])
    from = end.index + end[0].length
  }
  lines.at(-1)?.push({ kind: 'text', value: node.value.slice(from), node, from })
}
