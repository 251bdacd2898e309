import { isMap, isNode, isPair, isScalar, LineCounter, type Node, visit } from 'yaml'
import { readStrictYaml } from '../documents/strict-yaml.ts'
import type { TextProblem } from '../facts/problem.ts'
import { type Path, strangeKey } from './messages.ts'

const MOST_CHARACTERS = 64 * 1024

/** The YAML of a configuration: its value, and where each part of it is. */
export interface ConfigYaml {
  readonly text: string
  readonly value: unknown
  /** The node at a path. */
  readonly nodeAt: (path: Path) => Node | undefined
  /** The key at a path, or the nearest one around it. */
  readonly keyAt: (path: Path) => Node | null
  readonly place: (offset: number) => { readonly line: number; readonly column: number }
}

/**
 * Reads strict YAML within bounds (TH-84, GH-169): no alias, tag, merge key or second document, and nothing that YAML
 * would turn into another text. Returns the problems when there are any.
 */
export function readConfigYaml(written: string): ConfigYaml | { readonly problems: readonly TextProblem[] } {
  if (written.length > MOST_CHARACTERS) {
    const message = 'The configuration is larger than 64 KiB. Make it shorter.'
    return { problems: [{ message, line: 1, column: 1 }] }
  }
  const lines = new LineCounter()
  const text = written.replace(/^\uFEFF/, '')
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return {
      line: Math.max(line, 1),
      column: Math.max(col, 1) + (line <= 1 ? written.length - text.length : 0),
    }
  }
  const read = readStrictYaml(text, lines)
  if (read === null) return { problems: [{ message: TOO_DEEP, ...place(0) }] }
  const { document } = read
  const problems: TextProblem[] = read.errors.map(({ message, offset }) => ({ message, ...place(offset) }))
  const add = (message: string, node: Node | null): void => {
    problems.push({ message, ...place(node?.range?.[0] ?? 0) })
  }
  visit(document, {
    Pair: (_, { key }) => {
      const node = isNode(key) ? key : null
      const message = strangeKey(node)
      if (message !== null) add(message, node)
    },
    Alias: (_, alias) => add(`The alias \`*${alias.source}\` isn't supported. Write the value out.`, alias),
    Node: (_, node, path) => {
      if ('tag' in node && node.tag) {
        const tag = node.tag.replace('tag:yaml.org,2002:', '!!').slice(0, 60)
        add(`The tag \`${tag}\` isn't supported. Remove it.`, node)
      }
      if (path.length > 60) {
        add(TOO_DEEP, node)
        return visit.BREAK
      }
      return undefined
    },
  })
  if (problems.length > 0) return { problems }
  const { contents } = document
  return {
    text,
    value: contents === null ? {} : (document.toJS({ maxAliasCount: 0 }) ?? {}),
    nodeAt: (path) => nodeAt(contents, path),
    keyAt: (path) => keyAt(contents, path),
    place,
  }
}

const TOO_DEEP = 'The configuration nests too deeply. Use at most four levels.'

function nodeAt(contents: unknown, path: Path): Node | undefined {
  const found = path.reduce<unknown>((at, key) => {
    if (isMap(at)) return at.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value
    return isNode(at) && 'items' in at && typeof key === 'number' ? at.items[key] : undefined
  }, contents)
  return isNode(found) ? found : undefined
}

function keyAt(contents: unknown, path: Path): Node | null {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = nodeAt(contents, path.slice(0, length - 1))
    if (!isMap(parent)) continue
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(path[length - 1]))
    if (pair && isNode(pair.key)) return pair.key
  }
  return isNode(contents) ? contents : null
}
