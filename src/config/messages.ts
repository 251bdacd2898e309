import { distance } from 'fastest-levenshtein'
import { isAlias, isMap, isScalar, type Node } from 'yaml'
import { z } from 'zod'
import { configSchema, unwrapped } from './config-schema.ts'
import { NAMES_NOBODY } from './values.ts'
import { quoted } from '../facts/quoted.ts'

/** The path of a value in a configuration: keys, and indexes of entries from 0. */
export type Path = readonly (string | number)[]

type Issue = z.core.$ZodIssue

/** Returns the message for a value that the schema rejects; `node` is the node at its path, if there is one. */
export function messageOf(issue: Issue, path: Path, node: Node | undefined): string {
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? 'another key'
    return `${nameOf(path.slice(0, -1))} has the key ${quoted(String(path.at(-1)), 60)}; expected ${expected}.`
  }
  if (issue.code === 'custom' && issue.params?.names === NAMES_NOBODY.names) {
    return `${nameOf(path)} is ${found(node)}, which names nobody: ${issue.message}.`
  }
  return `${nameOf(path)} is ${found(node)}; expected ${issue.message}.`
}

/** Returns the message for an unknown key. */
export function unknownKey(path: Path): string {
  const key = String(path.at(-1))
  const within = path.slice(0, -1)
  const known = keysUnder(within)
  const near = known
    .map((candidate) => ({ candidate, away: distance(key.toLowerCase(), candidate) }))
    .filter(
      ({ candidate, away }) =>
        away <= (candidate.length < 6 ? 1 : 2) || candidate.startsWith(key.toLowerCase()),
    )
    .sort((a, b) => a.away - b.away)[0]
  const where = within.length > 0 ? ` under ${nameOf(within).replace(/^Entry/, 'entry')}` : ''
  const advice = near
    ? `Did you mean \`${near.candidate}\`?`
    : `Known keys are ${known.map((candidate) => `\`${candidate}\``).join(', ')}.`
  return `Unknown key ${quoted(key, 60)}${where}. ${advice}`
}

/** What to say of a key that is no plain text: YAML would make another text of it, or several keys. */
export function strangeKey(key: Node | null): string | null {
  if (!isScalar(key)) return `A key here is ${found(key ?? undefined)}; expected a string. Write it out.`
  if (typeof key.value !== 'string')
    return `The key ${quoted(String(key.source ?? key.value), 60)} isn't a string in YAML. Put it in quotes.`
  if (key.value === '<<') return "The merge key `<<` isn't supported. Write the keys out."
  return key.value === '__proto__' ? "The key `__proto__` isn't allowed. Remove it." : null
}

function keysUnder(path: Path): readonly string[] {
  const inner = path.reduce<z.core.$ZodType>((at, key) => {
    const schema = unwrapped(at)
    if (schema instanceof z.ZodObject) return schema.shape[key] ?? z.never()
    return schema instanceof z.ZodArray ? schema.element : z.never()
  }, configSchema)
  const schema = unwrapped(inner)
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** "`rfcs.paths`", "Entry 2 of `rfcs.paths`", or "Entry 2 of `docs/**` under `stakeholders.paths`". */
function nameOf(path: Path): string {
  if (path.length === 0) return 'The configuration'
  const index = path.findLastIndex((key) => typeof key === 'number')
  if (index === -1) return keysName(path)
  const rest = path.slice(index + 1)
  const entry = `${rest.length > 0 ? `\`${rest.join('.')}\` of entry` : 'Entry'} ${Number(path[index]) + 1}`
  return `${entry} of ${keysName(path.slice(0, index))}`
}

function keysName(keys: Path): string {
  const [first, second, glob] = keys
  if (first === 'stakeholders' && second === 'paths' && glob !== undefined)
    return `${quoted(String(glob), 60)} under \`stakeholders.paths\``
  return `\`${keys.join('.')}\``
}

function found(node: Node | undefined): string {
  if (node === undefined) return 'missing'
  if (isAlias(node)) return 'an alias'
  if (!isScalar(node)) return isMap(node) ? 'a mapping' : 'a list'
  if (node.value === null) return 'empty'
  if (node.value === '') return 'an empty string'
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  return quoted(isQuoted ? JSON.stringify(node.value) : String(node.source ?? node.value), 41)
}
