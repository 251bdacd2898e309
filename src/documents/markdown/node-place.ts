import type { Node } from 'unist'

/** Where a node stands in its text. Every node of `readMarkdown` knows; anything else is a slip of ours and throws. */
export function placeOf(node: Node): { start: number; end: number; line: number; column: number } {
  const { position } = node
  const start = position?.start.offset
  const end = position?.end.offset
  if (!position || start === undefined || end === undefined) throw new Error(`a ${node.type} without a place`)
  return { start, end, line: position.start.line, column: position.start.column }
}
