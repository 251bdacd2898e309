import type { Html, Text } from 'mdast'
import { AT_SIGNS } from './mention.ts'
import { placeOf } from './read-markdown.ts'

/**
 * Returns a function that finds the source offset of the `@` at an index of the value of text or HTML. Escapes,
 * entities and line breaks move characters within their node, but the signs keep their order.
 */
export function signFinder(source: string): (node: Text | Html, index: number) => number {
  const known = new Map<Text | Html, ReadonlyMap<number, number>>()
  return (node, index) => {
    const offsets = known.get(node) ?? offsetsOf(node, source)
    known.set(node, offsets)
    return offsets.get(index) ?? placeOf(node).start
  }
}

function offsetsOf(node: Text | Html, source: string): ReadonlyMap<number, number> {
  const { start, end } = placeOf(node)
  const signs = new RegExp(`[${AT_SIGNS}]`, 'g')
  const written = [...source.slice(start, end).matchAll(signs)]
  const read = [...node.value.matchAll(signs)]
  // An entity (`&#64;`) makes the counts differ; then the node's beginning has to do.
  if (written.length !== read.length) return new Map()
  return new Map(read.map((sign, number) => [sign.index, start + (written[number]?.index ?? 0)]))
}
