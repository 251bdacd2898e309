import {
  type Document,
  type Pair,
  type ParsedNode,
  type Scalar,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument as parseYaml,
} from 'yaml'
import type { TextProblem } from '../problem.ts'
import { type Canonical, digestOf } from './canonical.ts'
import type { Locate } from './entries.ts'
import type { FrontMatter, Naming } from './parsed.ts'
import { offsetOf, writtenName } from './written-name.ts'
import { yamlMessage } from './yaml-problems.ts'

/** What the front matter of a document says, with its problems (T4). */
export interface ReadFrontMatter extends FrontMatter {
  readonly title: string | null
  /** `decide-by`, where it is a day: `YYYY-MM-DD`. */
  readonly decideBy: string | null
  readonly problems: readonly TextProblem[]
}

/** The bounds of T4: bytes, aliases, and how deep it may nest. */
const MOST_BYTES = 64 * 1024
const MOST_ALIASES = 16
const DEEPEST = 20
const MOST_PROBLEMS = 20

/** What a document without front matter has; one that holds only `stakeholders` has the same digest (F5). */
export const NO_FRONT_MATTER: ReadFrontMatter = {
  digest: digestOf([]),
  names: [],
  title: null,
  decideBy: null,
  problems: [],
}

/** Reads YAML front matter; `locate` takes offsets in it (T4, S1). Names are read as far as they can be. */
export function readFrontMatter(yaml: string, locate: Locate): ReadFrontMatter {
  const problem = (message: string, offset: number): TextProblem => ({ message, ...locate(offset) })
  const refused = (message: string): ReadFrontMatter => ({
    ...NO_FRONT_MATTER,
    digest: digestOf(['raw', yaml.replace(/\r\n?/g, '\n')]),
    problems: [problem(message, 0)],
  })
  if (Buffer.byteLength(yaml) > MOST_BYTES) {
    return refused('The front matter is larger than 64 KiB. Move what people read into the document.')
  }
  if (/(?:[[{]\s*){21}|^(?:\s*[-?]\s+){21}/m.test(yaml)) return refused(TOO_DEEP)
  const document = parseYaml(yaml, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const errors = document.errors.map((error) =>
    problem(yamlMessage(error, yaml.slice(error.pos[0])), error.pos[0]),
  )
  if (depthOf(document.contents) > DEEPEST) return refused(TOO_DEEP)
  if (aliasesIn(document.contents) > MOST_ALIASES) {
    return refused(`The front matter has more than ${MOST_ALIASES} aliases. Write the values out.`)
  }
  const { contents } = document
  const pairs = isMap(contents) ? (contents.items as readonly Pair<ParsedNode, ParsedNode | null>[]) : []
  const isNothing = contents === null || (isScalar(contents) && contents.value === null)
  const shape =
    isNothing || isMap(contents) || errors.length > 0
      ? []
      : [problem('The front matter has no keys; `key: value` was expected, such as `title: …`.', 0)]
  const stakeholders = pairs
    .filter((pair) => keyOf(pair) === 'stakeholders')
    .map((pair) => readStakeholders(pair, document, yaml, locate))
  const title = readTitle(pairs, problem)
  const canonical = canonicalYaml(document)
  return {
    title: title.value,
    decideBy: readDay(pairs, 'decide-by'),
    names: stakeholders.flatMap(({ names }) => names),
    digest:
      isMap(contents) && errors.length === 0
        ? digestOf(
            pairs.flatMap((pair) =>
              keyOf(pair) === 'stakeholders' ? [] : [[canonical(pair.key), canonical(pair.value)]],
            ),
          )
        : isNothing && errors.length === 0
          ? NO_FRONT_MATTER.digest
          : digestOf(['raw', yaml.replace(/\r\n?/g, '\n')]),
    problems: [
      ...errors,
      ...shape,
      ...title.problems,
      ...stakeholders.flatMap(({ problems }) => problems),
    ].slice(0, MOST_PROBLEMS),
  }
}

const TOO_DEEP = `The front matter nests deeper than ${DEEPEST} levels. Make it flatter.`

type Problems = readonly TextProblem[]
type KnownPair = Pair<ParsedNode, ParsedNode | null>

function keyOf({ key }: KnownPair): unknown {
  return isScalar(key) ? key.value : null
}

function startOf(node: ParsedNode | null | undefined): number {
  return node?.range?.[0] ?? 0
}

function readTitle(
  pairs: readonly KnownPair[],
  problem: (message: string, offset: number) => TextProblem,
): { value: string | null; problems: Problems } {
  const pair = pairs.find((candidate) => keyOf(candidate) === 'title')
  if (!pair) return { value: null, problems: [] }
  const value = isScalar(pair.value) ? pair.value.value : undefined
  if (typeof value === 'string' && isPlainlyTyped(pair.value)) return { value, problems: [] }
  const message = `\`title\` is ${kindOf(pair.value)}; a text was expected. Write \`title: "…"\`.`
  return { value: null, problems: [problem(message, startOf(pair.value ?? pair.key) || startOf(pair.key))] }
}

/** A day that some key gives; anything else under it is left alone (T4). */
function readDay(pairs: readonly KnownPair[], key: string): string | null {
  const value = pairs.find((candidate) => keyOf(candidate) === key)?.value
  const text = isScalar(value) ? value.value : null
  const isDay = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text)
  return isDay && new Date(text).toJSON()?.startsWith(text) ? text : null
}

function readStakeholders(
  pair: KnownPair,
  document: Document.Parsed,
  yaml: string,
  locate: Locate,
): { names: readonly Naming[]; problems: Problems } {
  const names: Naming[] = []
  const problems: TextProblem[] = []
  const complain = (node: ParsedNode | null, found: string, expected: string): void => {
    problems.push({ message: `${found}; ${expected}`, ...locate(startOf(node ?? pair.key)) })
  }
  const value = resolve(pair.value, document)
  const list = isSeq(value) ? (value.items as (ParsedNode | null)[]) : [value]
  if (!isSeq(value) && !isText(value)) {
    complain(
      pair.value,
      `\`stakeholders\` is ${kindOf(value)}`,
      'a list of logins was expected. Write `stakeholders: ["@login"]`.',
    )
    return { names, problems }
  }
  for (const item of list) {
    const resolved = resolve(item, document)
    if (isText(resolved)) {
      // An alias stands where it is used; what it names is read where the anchor is.
      names.push(...namesIn(resolved, isAlias(item) ? startOf(item) : null, yaml, locate))
    } else {
      complain(
        item,
        `This stakeholder is ${kindOf(resolved)}`,
        'a login was expected. Write `"@login"` in quotes.',
      )
    }
  }
  return { names, problems }
}

/** The names in one text, separated by commas; `@` may be left out (T4). */
function namesIn(
  scalar: Scalar<string>,
  aliasAt: number | null,
  yaml: string,
  locate: Locate,
): readonly Naming[] {
  const [start, end] = scalar.range ?? [0, 0]
  let from = start
  return scalar.value.split(',').flatMap((piece): readonly Naming[] => {
    const text = piece.trim()
    if (text === '' && scalar.value.trim() !== '') return []
    const at = offsetOf(text, yaml, { from, end })
    if (yaml.startsWith(text, at)) from = at + text.length
    return [{ ...writtenName(text), ...locate(aliasAt ?? at) }]
  })
}

function resolve(node: ParsedNode | null, document: Document.Parsed): ParsedNode | null {
  if (!isAlias(node)) return node
  const target = node.resolve(document)
  return isAlias(target) ? null : ((target as ParsedNode | undefined) ?? null)
}

function isText(node: unknown): node is Scalar<string> & ParsedNode {
  return isScalar(node) && typeof node.value === 'string' && isPlainlyTyped(node)
}

/** A tag of somebody's own (`!!js/function`) makes a value something else than the text it looks like. */
function isPlainlyTyped(node: unknown): boolean {
  return isScalar(node) && (node.tag === undefined || node.tag === 'tag:yaml.org,2002:str')
}

function kindOf(node: unknown): string {
  if (node === null || node === undefined) return 'empty'
  if (isMap(node)) return 'a set of keys'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node)) return 'something else'
  if (node.value === null) return 'empty'
  if (typeof node.value === 'string') return `tagged \`${(node.tag ?? '').slice(0, 60)}\``
  const written = `\`${(node.source ?? String(node.value)).slice(0, 60)}\``
  return typeof node.value === 'boolean'
    ? `${written}, which YAML reads as yes or no`
    : `the number ${written}`
}

/**
 * Values by what is written, without comments and white space. An alias counts by what it stands for, which may be
 * under `stakeholders`; as a digest, so that aliases of aliases do not multiply.
 */
function canonicalYaml(document: Document.Parsed): (node: unknown) => Canonical {
  const targets = new Map<unknown, Canonical>()
  const digestOfTarget = (target: unknown): Canonical => {
    const known = targets.get(target)
    if (known !== undefined) return known
    // An alias inside of what it stands for ends here.
    targets.set(target, 'itself')
    const digest = digestOf(read(target))
    targets.set(target, digest)
    return digest
  }
  const read = (node: unknown): Canonical => {
    if (isAlias(node)) return ['alias', node.source, digestOfTarget(node.resolve(document))]
    if (isPair(node)) return [read(node.key), read(node.value)]
    if (isCollection(node)) {
      return [isMap(node) ? 'map' : 'list', node.tag ?? null, node.anchor ?? null, ...node.items.map(read)]
    }
    if (!isScalar(node)) return null
    const { value } = node
    // `1` and `"1"` differ; `yes` and `"yes"` are the same text.
    return typeof value === 'string'
      ? ['text', node.tag ?? null, node.anchor ?? null, value]
      : ['value', node.tag ?? null, node.anchor ?? null, node.source ?? String(value)]
  }
  return read
}

/** How deep collections nest, counted no further than the bound. */
function depthOf(node: unknown, depth = 0): number {
  if (depth > DEEPEST || !isCollection(node)) return depth
  const children = node.items.flatMap((item) => (isPair(item) ? [item.key, item.value] : [item]))
  return children.reduce<number>((deepest, child) => Math.max(deepest, depthOf(child, depth + 1)), depth + 1)
}

function aliasesIn(node: unknown): number {
  if (isAlias(node)) return 1
  if (!isCollection(node)) return 0
  return node.items
    .flatMap((item) => (isPair(item) ? [item.key, item.value] : [item]))
    .reduce<number>((sum, child) => sum + aliasesIn(child), 0)
}
