import type { Node } from 'unist'

/** Returns the place of a node in its text. Throws when the node has none, which no node of `readMarkdown` is. */
export function placeOf(node: Node): { start: number; end: number; line: number; column: number } {
  const { position } = node
  const start = position?.start.offset
  const end = position?.end.offset
  if (!position || start === undefined || end === undefined) throw new Error(`a ${node.type} without a place`)
  return { start, end, line: position.start.line, column: position.start.column }
}
