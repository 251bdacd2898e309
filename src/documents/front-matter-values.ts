import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml'
import type { TextProblem } from '../facts/problem.ts'
import type { Placed } from './parsed-document.ts'

export type KnownPair = Pair<ParsedNode, ParsedNode | null>

/** Makes a problem of a message and an offset in the YAML. */
export type Complain = (message: string, offset: number) => TextProblem

/** The value of a key, and its problems. */
export interface Value<T> {
  readonly value: T | null
  readonly problems: readonly TextProblem[]
}

const NOTHING: Value<never> = { value: null, problems: [] }

/** Returns a key in lower case, as keys are compared (T4). Null when it is not a text. */
export function keyOf({ key }: KnownPair): string | null {
  return isScalar(key) && typeof key.value === 'string' ? key.value.toLowerCase() : null
}

/** Reads `title`, a text (T4). */
export function readTitle(pair: KnownPair | undefined, problem: Complain): Value<string> {
  if (!pair) return NOTHING
  if (isText(pair.value)) return { value: pair.value.value, problems: [] }
  const message = `\`title\` is ${kindOf(pair.value)}; expected text. Write \`title: "…"\`.`
  return { value: null, problems: [problem(message, placeOf(pair))] }
}

/** Reads a date that exists, `YYYY-MM-DD` (T4). */
export function readDay(
  key: 'decide-by' | 'revisit',
  pair: KnownPair | undefined,
  problem: Complain,
  locate: (offset: number) => { readonly line: number; readonly column: number },
): Value<Placed> {
  if (!pair) return NOTHING
  const text = isText(pair.value) ? pair.value.value.trim() : null
  if (text !== null && isDay(text)) {
    return { value: { text, ...locate(startOf(pair.value)) }, problems: [] }
  }
  const found = text === null ? kindOf(pair.value) : `\`${text.slice(0, 60)}\``
  const message = `\`${key}\` is ${found}; expected a valid date. Write \`${key}: YYYY-MM-DD\`.`
  return { value: null, problems: [problem(message, placeOf(pair))] }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toJSON()?.startsWith(text) === true
}

/** Reads `trial`; `trial: true` needs `revisit`, the day to look back (T4). */
export function readTrial(
  pair: KnownPair | undefined,
  hasRevisit: boolean,
  problem: Complain,
): Value<boolean> {
  if (!pair) return NOTHING
  const value = isScalar(pair.value) ? pair.value.value : undefined
  if (typeof value !== 'boolean') {
    const message = `\`trial\` is ${isText(pair.value) ? `\`${pair.value.value.slice(0, 60)}\`` : kindOf(pair.value)}; expected \`true\` or \`false\`.`
    return { value: null, problems: [problem(message, placeOf(pair))] }
  }
  const needsDay = '`trial: true` requires a date to look back. Add `revisit: YYYY-MM-DD`.'
  return { value, problems: value && !hasRevisit ? [problem(needsDay, startOf(pair.key))] : [] }
}

/** Returns the offset of a value, or of its key when there is none. */
export function placeOf(pair: KnownPair): number {
  return startOf(pair.value ?? pair.key) || startOf(pair.key)
}

/** Returns the offset of a node; 0 for none. */
export function startOf(node: ParsedNode | null | undefined): number {
  return node?.range?.[0] ?? 0
}

/** Returns the target of an alias, or null when that is another alias. */
export function resolve(node: ParsedNode | null, document: Document.Parsed): ParsedNode | null {
  if (!isAlias(node)) return node
  const target = node.resolve(document)
  return isAlias(target) ? null : ((target as ParsedNode | undefined) ?? null)
}

/**
 * Returns whether a value is a text. A custom tag (`!!js/function`) makes it something else than the text it looks
 * like.
 */
export function isText(node: unknown): node is Scalar<string> & ParsedNode {
  return (
    isScalar(node) &&
    typeof node.value === 'string' &&
    (node.tag === undefined || node.tag === 'tag:yaml.org,2002:str')
  )
}

/** Returns the kind of a value, for messages. */
export function kindOf(node: unknown): string {
  if (node === null || node === undefined) return 'empty'
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node)) return 'something else'
  if (node.value === null) return 'empty'
  if (typeof node.value === 'string') return `tagged \`${(node.tag ?? '').slice(0, 60)}\``
  const written = `\`${(node.source ?? String(node.value)).slice(0, 60)}\``
  return typeof node.value === 'boolean'
    ? `${written}, which YAML reads as a boolean`
    : `the number ${written}`
}
