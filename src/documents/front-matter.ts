import { type Document, isAlias, isCollection, isMap, isPair, isScalar } from 'yaml'
import type { TextProblem } from '../facts/problem.ts'
import { type Canonical, digestOf } from './canonical.ts'
import type { Locate } from './entries.ts'
import { namesIn, readPeople } from './front-matter-people.ts'
import {
  type Complain,
  isText,
  keyOf,
  kindOf,
  type KnownPair,
  placeOf,
  readDay,
  readTitle,
  readTrial,
  startOf,
  type Value,
} from './front-matter-values.ts'
import type { FrontMatter, FrontMatterKey, PlacedMention } from './parsed-document.ts'
import { readStrictYaml } from './strict-yaml.ts'

/** The values of a document's front matter, with its problems (T4). */
export interface ReadFrontMatter extends FrontMatter {
  readonly title: string | null
  readonly problems: readonly TextProblem[]
}

/** The bounds of T4: bytes, aliases, and how deep it may nest. */
const MOST_BYTES = 64 * 1024
const MOST_ALIASES = 16
const DEEPEST = 20
const MOST_PROBLEMS = 20

/** What a document without front matter has. */
export const NO_FRONT_MATTER: ReadFrontMatter = {
  raw: null,
  keys: [],
  title: null,
  decideBy: null,
  decider: null,
  revisit: null,
  isTrial: false,
  problems: [],
}

/** Reads YAML front matter; `locate` takes offsets in it (T4, S1). Names are read as far as they can be. */
export function readFrontMatter(yaml: string, locate: Locate): ReadFrontMatter {
  const problem: Complain = (message, offset) => ({ message, ...locate(offset) })
  const raw = (): string => digestOf(['raw', yaml.replace(/\r\n?/g, '\n')])
  const refused = (message: string): ReadFrontMatter => ({
    ...NO_FRONT_MATTER,
    raw: raw(),
    problems: [problem(message, 0)],
  })
  if (Buffer.byteLength(yaml) > MOST_BYTES) {
    return refused('The front matter is larger than 64 KiB. Move text into the document.')
  }
  const read = readStrictYaml(yaml)
  if (read === null) return refused(TOO_DEEP)
  const { document } = read
  const errors = read.errors.map(({ message, offset }) => problem(message, offset))
  if (depthOf(document.contents) > DEEPEST) return refused(TOO_DEEP)
  if (aliasesIn(document.contents) > MOST_ALIASES) {
    return refused(
      `The front matter has more than ${MOST_ALIASES} aliases. Replace aliases with their values.`,
    )
  }
  const { contents } = document
  const pairs = isMap(contents) ? (contents.items as readonly KnownPair[]) : []
  const isNothing = contents === null || (isScalar(contents) && contents.value === null)
  const shape =
    isNothing || isMap(contents) || errors.length > 0
      ? []
      : [problem('The front matter has no keys; expected `key: value`, such as `title: …`.', 0)]
  const canonical = canonicalYaml(document)
  const pairOf = (key: string) => pairs.find((pair) => keyOf(pair) === key)
  const title = readTitle(pairOf('title'), problem)
  const decideBy = readDay('decide-by', pairOf('decide-by'), problem, locate)
  const revisit = readDay('revisit', pairOf('revisit'), problem, locate)
  const decider = readDecider(pairOf('decider'), yaml, problem, locate)
  const trial = readTrial(pairOf('trial'), pairOf('revisit') !== undefined, problem)
  return {
    raw: (isMap(contents) || isNothing) && errors.length === 0 ? null : raw(),
    keys: pairs.map((pair): FrontMatterKey => {
      const key = keyOf(pair) ?? ''
      return {
        key,
        ...locate(startOf(pair.key)),
        digest: digestOf([canonical(pair.key), canonical(pair.value)]),
        people: readPeople(key, pair, document, yaml, locate),
      }
    }),
    title: title.value,
    decideBy: decideBy.value?.text ?? null,
    decider: decider.value,
    revisit: revisit.value,
    isTrial: trial.value === true,
    problems: [
      ...errors,
      ...shape,
      ...[title, decideBy, revisit, decider, trial].flatMap(({ problems }) => problems),
    ].slice(0, MOST_PROBLEMS),
  }
}

const TOO_DEEP = `The front matter nests deeper than ${DEEPEST} levels. Flatten it.`

/** The one person who decides; shown, and without effect (T4). */
function readDecider(
  pair: KnownPair | undefined,
  yaml: string,
  problem: Complain,
  locate: Locate,
): Value<PlacedMention> {
  if (!pair) return { value: null, problems: [] }
  const names = isText(pair.value) ? namesIn(pair.value, null, yaml, locate) : null
  if (names?.length === 0) return { value: null, problems: [] }
  const [only, ...others] = names ?? []
  if (only?.kind === 'person' && others.length === 0) return { value: only, problems: [] }
  const found = isText(pair.value) ? `\`${pair.value.value.trim().slice(0, 60)}\`` : kindOf(pair.value)
  const message = `\`decider\` is ${found}; expected one login. Write \`decider: "@login"\`.`
  return { value: null, problems: [problem(message, placeOf(pair))] }
}

/**
 * Values as written, without comments and white space. An alias counts by its target, which may be under
 * `stakeholders`; as a digest, so that aliases of aliases do not multiply.
 */
function canonicalYaml(document: Document.Parsed): (node: unknown) => Canonical {
  const targets = new Map<unknown, Canonical>()
  const digestOfTarget = (target: unknown): Canonical => {
    const known = targets.get(target)
    if (known !== undefined) return known
    // An alias inside its own target ends here.
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
