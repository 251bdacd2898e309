import type { Nodes, RootContent } from 'mdast'
import { withoutComments } from './markdown/html-comments.ts'

const PLACEHOLDERS = [/<[^<>]*>/g, /\[[xX]\]/g, /(?<![\p{L}\p{N}])(?:TBD|TODO|FIXME|N\/A)(?![\p{L}\p{N}])/giu]

/** Returns whether letters or digits are left after removing comments, placeholders and task boxes (T3). */
export function hasProse(blocks: readonly Nodes[]): boolean {
  const text = PLACEHOLDERS.reduce(
    (left, placeholder) => left.replace(placeholder, ' '),
    blocks.map(plainText).join('\n'),
  )
  return /[\p{L}\p{N}]/u.test(text)
}

/** Returns how many items with prose the first list of these blocks has, or rows the first table; 0 where there is none. */
export function itemsIn(blocks: readonly RootContent[]): number {
  for (const block of blocks) {
    const items =
      block.type === 'list' ? block.children : block.type === 'table' ? block.children.slice(1) : []
    const count = items.filter((item) => hasProse([item])).length
    if (count > 0) return count
  }
  return 0
}

function plainText(node: Nodes): string {
  switch (node.type) {
    case 'html':
      return withoutComments(node.value)
    case 'image':
    case 'imageReference':
      return node.alt ?? ''
    case 'break':
      return ' '
    default:
      if ('value' in node) return node.value
      return 'children' in node ? node.children.map(plainText).join(isBlock(node) ? '\n' : '') : ''
  }
}

function isBlock({ type }: Nodes): boolean {
  return ['blockquote', 'list', 'listItem', 'table', 'tableRow', 'footnoteDefinition'].includes(type)
}
