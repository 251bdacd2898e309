import { distance } from 'fastest-levenshtein'
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { type Config, DEFAULTS, type ParsedConfig } from './config.ts'
import type { Naming } from './document/parsed.ts'
import { writtenName } from './document/written-name.ts'
import { yamlMessage } from './document/yaml-problems.ts'
import type { TextProblem } from './problem.ts'
import { isGlob } from './rfc-paths.ts'

const MOST_CHARACTERS = 64 * 1024
const MOST_PROBLEMS = 20

// Each message says what was expected; what was found is put before it.
const text = z.string('a text').trim().min(1, 'a text').max(200, 'at most 200 characters')
const glob = z
  .string('a glob such as `rfcs/**/*.md`')
  .trim()
  .max(200, 'a glob of at most 200 characters')
  .refine(
    isPlainGlob,
    'a glob of names, `*`, `**`, `?` and `[…]`, without braces, `!` and brackets before `(`',
  )
const name = z
  .string('a name in quotes such as `"@ada"`')
  .trim()
  .max(200, 'a name of at most 200 characters')
  .refine(
    (text) => writtenName(text).kind !== 'invalid',
    'one `@login` or `@organisation/team`, with `(2)` or `(all)` after a team',
  )
const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item, `a list of ${what}`).max(100, `at most 100 ${what}`)

const section = z.strictObject(
  {
    name: text,
    aliases: listOf(text, 'names').default([]),
    required: z.boolean('`true` or `false`').default(true),
  },
  'keys `name`, `aliases` and `required`',
)

/** The configuration file (§10). Defaults fill in what it does not say. */
const configSchema = z.strictObject(
  {
    version: z.literal(1, '`version: 1`'),
    rfcs: z
      .strictObject(
        {
          paths: listOf(glob, 'globs').default([...DEFAULTS.rfcs.paths]),
          ignore: listOf(glob, 'globs').default([...DEFAULTS.rfcs.ignore]),
          labels: listOf(text, 'labels').default([...DEFAULTS.rfcs.labels]),
        },
        'keys `paths`, `ignore` and `labels`',
      )
      .prefault({}),
    sections: listOf(section, 'sections').optional(),
    stakeholders: z
      .strictObject(
        {
          always: listOf(name, 'names').default([]),
          paths: z
            .record(glob, listOf(name, 'names'), 'globs, each with a list of names')
            .refine((globs) => Object.keys(globs).length <= 100, 'at most 100 globs')
            .default({}),
          minimum: z
            .int('a whole number from 1 to 200')
            .min(1, 'a whole number from 1 to 200')
            .max(200, 'a whole number from 1 to 200')
            .default(DEFAULTS.stakeholders.minimum),
        },
        'keys `always`, `paths` and `minimum`',
      )
      .prefault({}),
    alignment: z
      .strictObject({ first: z.boolean('`true` or `false`').default(false) }, 'the key `first`')
      .prefault({}),
    reviews: z.enum(['hint', 'count'], '`hint` or `count`').default('hint'),
    freshness: z
      .strictObject(
        { sections: listOf(text, 'names of sections').min(1, 'at least one name of a section').optional() },
        'the key `sections`',
      )
      .prefault({}),
  },
  'keys such as `version: 1`',
)

/**
 * Reads the configuration (§10): strict YAML without aliases, every unknown key and wrong value a problem with its
 * line and column. With any problem nothing of it is used.
 */
export function readConfig(written: string): ParsedConfig {
  if (written.length > MOST_CHARACTERS) {
    return broken([
      { message: 'The configuration is larger than 64 KiB. Make it shorter.', line: 1, column: 1 },
    ])
  }
  const lines = new LineCounter()
  const yaml = written.replace(/^\uFEFF/, '')
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset)
    return {
      line: Math.max(line, 1),
      column: Math.max(col, 1) + (line <= 1 ? written.length - yaml.length : 0),
    }
  }
  if (/(?:[[{]\s*){21}|^(?:\s*[-?]\s+){21}/m.test(yaml)) return broken([{ ...TOO_DEEP, ...at(0) }])
  const document = parseDocument(yaml, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  const problems: TextProblem[] = document.errors.map((error) => ({
    message: yamlMessage(error, yaml.slice(error.pos[0])),
    ...at(error.pos[0]),
  }))
  const add = (message: string, node: Node | null): void => {
    problems.push({ message, ...at(node?.range?.[0] ?? 0) })
  }
  visit(document, {
    Alias: (_, alias) => add(`The alias \`*${alias.source}\` is not read here. Write the value out.`, alias),
    Node: (_, node, path) => {
      if ('tag' in node && node.tag) {
        add(
          `The tag \`${node.tag.replace('tag:yaml.org,2002:', '!!').slice(0, 60)}\` is not read here. Remove it.`,
          node,
        )
      }
      if (path.length > 60) {
        add(TOO_DEEP.message, node)
        return visit.BREAK
      }
      return undefined
    },
  })
  if (problems.length > 0) return broken(problems)
  const value: unknown = document.contents === null ? {} : document.toJS({ maxAliasCount: 0 })
  const result = configSchema.safeParse(value ?? {})
  if (result.success) {
    return { kind: 'config', config: asConfig(result.data, placeOf(document.contents, at)), problems: [] }
  }
  for (const issue of result.error.issues) {
    const path = issue.path.filter((key) => typeof key !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        add(unknownKey([...path, key]), keyNode(document.contents, [...path, key]))
    } else if (path.length === 1 && path[0] === 'version' && nodeAt(document.contents, path) === undefined) {
      add('`version: 1` is missing. Write it as the first line.', null)
    } else {
      const node = nodeAt(document.contents, path)
      const around = path.length > 1 ? nodeAt(document.contents, path.slice(0, -1)) : undefined
      const place = node ?? around ?? keyNode(document.contents, path)
      add(`${nameOf(path)} is ${found(node)}; expected ${issue.message}.`, place)
    }
  }
  return broken(problems)
}

const TOO_DEEP = { message: 'The configuration nests too deeply. It has at most four levels.' }

/** Problems in the order of the text, so many as a person would read. */
function broken(problems: readonly TextProblem[]): ParsedConfig {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0))
  return { kind: 'config', config: null, problems: inOrder.slice(0, MOST_PROBLEMS) }
}

type PlaceOf = (path: Path) => { readonly line: number; readonly column: number }

function placeOf(contents: unknown, at: (offset: number) => ReturnType<PlaceOf>): PlaceOf {
  return (path) => at(nodeAt(contents, path)?.range?.[0] ?? 0)
}

function asConfig(
  { rfcs, sections, stakeholders, alignment, reviews, freshness }: z.output<typeof configSchema>,
  placeOf: PlaceOf,
): Config {
  const namesAt = (names: readonly string[], path: Path) =>
    names.map((text, index): Naming => ({ ...writtenName(text), ...placeOf([...path, index]) }))
  return {
    rfcs,
    sections: sections ?? DEFAULTS.sections,
    stakeholders: {
      minimum: stakeholders.minimum,
      always: namesAt(stakeholders.always, ['stakeholders', 'always']),
      paths: Object.entries(stakeholders.paths).map(([glob, names]) => ({
        glob,
        names: namesAt(names, ['stakeholders', 'paths', glob]),
      })),
    },
    alignment,
    reviews,
    freshness: { sections: freshness.sections ?? null },
  }
}

/** Braces, negation and extended globs can match what nobody expects, and take very long over it. */
function isPlainGlob(pattern: string): boolean {
  const stars = pattern.match(/\*+/g)?.length ?? 0
  return stars <= 10 && !/[{}]|^!|[!?+@*]\(|[\n\r\0]|^\/|\\/.test(pattern) && isGlob(pattern)
}

type Path = readonly (string | number)[]

function unknownKey(path: Path): string {
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
  return `Unknown key \`${key.slice(0, 60)}\`${where}. ${advice}`
}

function keysUnder(path: Path): readonly string[] {
  switch (path[0]) {
    case undefined:
      return Object.keys(configSchema.shape)
    case 'rfcs':
      return ['paths', 'ignore', 'labels']
    case 'sections':
      return Object.keys(section.shape)
    case 'stakeholders':
      return ['always', 'paths', 'minimum']
    case 'alignment':
      return ['first']
    default:
      return ['sections']
  }
}

/** "`rfcs.paths`", or "Entry 2 of `rfcs.paths`". */
function nameOf(path: Path): string {
  if (path.length === 0) return 'The configuration'
  const index = path.findLastIndex((key) => typeof key === 'number')
  if (index === -1) return `\`${path.join('.')}\``
  const rest = path.slice(index + 1)
  const entry = `${rest.length > 0 ? `\`${rest.join('.')}\` of entry` : 'Entry'} ${Number(path[index]) + 1}`
  return `${entry} of \`${path.slice(0, index).join('.')}\``
}

function nodeAt(node: unknown, path: Path): Node | undefined {
  const found = path.reduce<unknown>((at, key) => {
    if (isMap(at)) return at.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value
    return isNode(at) && 'items' in at && typeof key === 'number' ? at.items[key] : undefined
  }, node)
  return isNode(found) ? found : undefined
}

/** The node of a key, or the nearest one around it. */
function keyNode(contents: unknown, path: Path): Node | null {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = nodeAt(contents, path.slice(0, length - 1))
    if (!isMap(parent)) continue
    const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(path[length - 1]))
    if (pair && isNode(pair.key)) return pair.key
  }
  return isNode(contents) ? contents : null
}

function found(node: Node | undefined): string {
  if (node === undefined) return 'missing'
  if (isAlias(node)) return 'an alias'
  if (!isScalar(node)) return isMap(node) ? 'a set of keys' : 'a list'
  if (node.value === null) return 'empty'
  if (node.value === '') return 'an empty text'
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  const written = isQuoted ? JSON.stringify(node.value) : String(node.source ?? node.value)
  return `\`${written.length > 40 ? `${written.slice(0, 40)}…` : written}\``
}
