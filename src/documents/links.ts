import type { Root, RootContent } from 'mdast'
import type { Reading } from './canonical.ts'
import { browserAddress, decodedPath, htmlTargets } from './markdown/html-targets.ts'
import { placeOf } from './markdown/read-markdown.ts'
import type { Part } from './parsed-document.ts'

/**
 * Returns the addresses that some blocks link to or show, in Markdown and in raw HTML, as a browser reads them (F2).
 */
export function linksIn(
  blocks: readonly RootContent[],
  { definitions, commentsCount }: Pick<Reading, 'definitions' | 'commentsCount'>,
): Pick<Part, 'links' | 'movable'> {
  const links = new Set<string>()
  const movable = new Map<string, number>()
  const add = (written: string, line: number): void => {
    const url = browserAddress(written)
    if (MAY_MOVE.test(url) && !movable.has(url)) movable.set(url, line)
    if (ELSEWHERE.test(url)) return
    links.add(decodedPath(url.replace(/[?#].*$/s, '')))
  }
  for (const block of blocks) {
    walk(block, (node) => {
      const { line } = placeOf(node)
      if (node.type === 'link' || node.type === 'image') add(node.url, line)
      if (node.type === 'linkReference' || node.type === 'imageReference') {
        add(definitions.get(node.identifier)?.url ?? '', line)
      }
      // Our parser takes a tag with an unquoted value that has a slash for text; GitHub renders it.
      if (node.type === 'html' || (node.type === 'text' && /<[a-z]/i.test(node.value))) {
        for (const url of htmlTargets(node.value, { comments: commentsCount })) add(url, line)
      }
    })
  }
  return { links: [...links], movable: [...movable].map(([address, line]) => ({ address, line })) }
}

const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i
/** `https://github.com/acme/rfcs/blob/main/plan.md`, and the hosts that show a file without the page around it. */
const MAY_MOVE = /^(?:https?:)?\/\/(?:[^/]*raw[^/]*\/|[^/]+\/(?:[^?#]*\/)?(?:blob|raw)\/)/i

/** Walks a tree from the root, each node before its children. */
export function walk(node: Root | RootContent, visit: (node: RootContent) => void): void {
  if (node.type !== 'root') visit(node)
  if ('children' in node) for (const child of node.children) walk(child, visit)
}
