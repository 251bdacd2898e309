import { readFileSync } from 'node:fs'
import { type Schema, Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { configJsonSchema } from '../../scripts/config-json-schema.ts'
import { configReference } from '../../scripts/config-reference.ts'
import { readConfig } from '../../src/config/read-config.ts'

/** The published schema, as an editor loads it. */
const SCHEMA = JSON.parse(
  readFileSync(new URL('../../docs/reference/config.schema.json', import.meta.url), 'utf8'),
) as Schema
const validator = new Validator(SCHEMA, '7', false)

const isReadable = (text: string) => readConfig(text).config !== null

describe('the schema for editors and the reader of configurations (§13)', () => {
  test.each<string>([
    'version: 1',
    'version: 1\nrfcs: {}',
    'version: 1\nrfcs: { paths: ["design/**/*.md", "app/[id]/*.md"], ignore: [], labels: [rfc, "needs alignment"] }',
    'version: 1\nsections: []',
    'version: 1\nsections: [{ name: Problem, aliases: [Why], required: false }, { name: Alignment }]',
    'version: 1\nstakeholders: { minimum: 200 }',
    'version: 1\nstakeholders: { always: [ada, "@linus", "@acme/sre", "@acme/sre (2)", "acme/sre(ALL)", "12345"] }',
    'version: 1\nstakeholders: { paths: { "docs/**": ["@ada"], "**/*.sql": [] } }',
    'version: 1\nalignment: { first: true }\nfreshness: { sections: [Problem] }\nreviews: count',
  ])('both accept %j', (text) => {
    expect(validator.validate(parse(text)).errors).toEqual([])
    expect(readConfig(text).problems).toEqual([])
  })

  test.each<string>([
    '{}',
    'version: 2',
    'version: "1"',
    'version: 1\nrules: {}',
    'version: 1\nrfcs: { pathes: [a] }',
    'version: 1\nrfcs: { paths: rfcs/** }',
    'version: 1\nrfcs: { paths: ["{a,b}.md"] }',
    'version: 1\nrfcs: { ignore: ["!a"] }',
    'version: 1\nrfcs: { ignore: ["/a"] }',
    'version: 1\nrfcs: { ignore: ["+(a)"] }',
    'version: 1\nrfcs: { ignore: [" a"] }',
    `version: 1\nrfcs: { ignore: ["${'*a'.repeat(11)}"] }`,
    `version: 1\nrfcs: { ignore: ["${'a'.repeat(201)}"] }`,
    'version: 1\nrfcs: { labels: ["  "] }',
    'version: 1\nrfcs:',
    'version: 1\nsections: [{ required: true }]',
    'version: 1\nsections: [{ name: A, alias: [B] }]',
    'version: 1\nsections: [{ name: A, required: yes }]',
    'version: 1\nstakeholders: { minimum: 0 }',
    'version: 1\nstakeholders: { minimum: 1.5 }',
    'version: 1\nstakeholders: { minimum: 201 }',
    'version: 1\nstakeholders: { always: ada }',
    'version: 1\nstakeholders: { always: [12345] }',
    'version: 1\nstakeholders: { always: [~] }',
    'version: 1\nstakeholders: { always: ["ada, linus"] }',
    'version: 1\nstakeholders: { always: ["@ada (2)"] }',
    'version: 1\nstakeholders: { always: ["@acme/sre (0)"] }',
    'version: 1\nstakeholders: { always: ["@\u0430da"] }',
    `version: 1\nstakeholders: { always: ["@${'a'.repeat(40)}"] }`,
    'version: 1\nstakeholders: { paths: [a] }',
    'version: 1\nstakeholders: { paths: { a: "@ada" } }',
    'version: 1\nstakeholders: { paths: { "{a}": ["@ada"] } }',
    'version: 1\nstakeholders: { paths: { a: ["@ada"], "b ": [] } }',
    `version: 1\nstakeholders: { always: [${Array(101).fill('ada').join(', ')}] }`,
    `version: 1\nstakeholders: { paths: { ${Array.from({ length: 101 }, (_, index) => `a${index}: []`).join(', ')} } }`,
    'version: 1\nalignment: { first: 1 }',
    'version: 1\nfreshness: { sections: [] }',
    'version: 1\nreviews: always',
    '- version: 1',
  ])('both reject %j', (text) => {
    expect(validator.validate(parse(text)).valid).toBe(false)
    expect(isReadable(text)).toBe(false)
  })

  test('agree on every name', () => {
    const piece = fc.constantFrom(
      ...['@', '＠', 'ada', 'acme', '/', 'sre', '-', '_', '.', '7', ' ', '\u00A0', '\u200B', '\t'],
      ...['(', ')', '2', '(2)', '(all)', '( ALL )', '(0)', '(1000)', '[bot]', ',', '\u0430', 'a'.repeat(39)],
    )
    const name = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(name, (written) => {
        const config = { version: 1, stakeholders: { always: [written] } }
        expect(validator.validate(config).valid).toBe(isReadable(JSON.stringify(config)))
      }),
      { numRuns: 3000 },
    )
  })

  test('agree on every example that the schema gives', () => {
    const examples = SCHEMA.examples as readonly unknown[]
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) expect(readConfig(stringify(example)).problems).toEqual([])
    const all = examplesIn(SCHEMA).filter((example) => !('version' in example))
    expect(all.length).toBeGreaterThan(8)
    for (const example of all) expect(readConfig(stringify({ version: 1, ...example })).problems).toEqual([])
  })

  test('agree on the example in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const [, shown = ''] = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readme) ?? []
    expect(validator.validate(parse(shown)).errors).toEqual([])
    expect(readConfig(shown).problems).toEqual([])
  })

  test('has a title and a description for every key', () => {
    const bare = keysIn(SCHEMA).filter(([, { title, description }]) => !title || !description)
    expect(bare.map(([key]) => key)).toEqual([])
    expect(keysIn(SCHEMA).length).toBeGreaterThan(15)
  })
})

describe('the published description of the configuration matches the reader (§13)', () => {
  const published = (path: string) =>
    readFileSync(new URL(`../../docs/reference/${path}`, import.meta.url), 'utf8')

  test('in the schema for editors', () => {
    expect(configJsonSchema()).toBe(published('config.schema.json'))
  })

  test('on the reference page', () => {
    expect(configReference()).toBe(published('config.md'))
  })
})

/** Each example of a key as a configuration of its own. */
function examplesIn(schema: Schema): readonly object[] {
  return propertiesOf(schema).flatMap(([key, inner]) => [
    ...((inner.examples as readonly unknown[] | undefined) ?? []).map((value) => ({ [key]: value })),
    ...examplesIn(inner).map((example) => ({ [key]: example })),
  ])
}

function keysIn(schema: Schema): readonly (readonly [string, Schema])[] {
  return propertiesOf(schema).flatMap(([key, inner]) => [
    [key, inner] as const,
    ...keysIn(inner),
    ...(typeof inner.items === 'object' ? keysIn(inner.items as Schema) : []),
  ])
}

function propertiesOf({ properties = {} }: Schema): readonly (readonly [string, Schema])[] {
  return Object.entries(properties as Record<string, Schema>)
}
