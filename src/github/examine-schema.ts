import { readFileSync } from 'node:fs'
import type { Octokit } from '@octokit/rest'
import type { SchemaFacts, Seen } from '../doctor/facts.ts'
import { ask } from './ask.ts'
import type { Document } from './documents.ts'
import { seen } from './seen.ts'

/** What our documents use of the schema, by type; made by `npm run generate`. */
const USED = usedParts(readFileSync(new URL('./schema-fields.txt', import.meta.url), 'utf8'))

/**
 * Asks GitHub which parts of its schema the token at hand may see, and returns those of ours that are not among them:
 * fields of a permission that was not given are hidden, and an older server has not all of them (GH-32).
 * https://docs.github.com/en/graphql/guides/introduction-to-graphql#discovering-the-graphql-api
 */
export function readSchema(octokit: Octokit): Promise<Seen<SchemaFacts>> {
  const what = 'read the GraphQL schema'
  return seen(what, async () => {
    const types = [...new Set(USED.map(({ type }) => type))]
    const fields = types.map((_, i) => `  t${i}: __type(name: $n${i}) { ...Parts }`)
    const variables = types.map((_, i) => `$n${i}: String!`)
    const document: Document<Answer, Readonly<Record<string, string>>> = {
      text: `query Schema(${variables.join(', ')}) {\n${fields.join('\n')}\n}\n${PARTS}`,
    }
    const { data } = await ask(octokit, {
      document,
      variables: Object.fromEntries(types.map((name, i) => [`n${i}`, name])),
      what,
    })
    const there = new Set(types.flatMap((name, i) => partsOf(name, data[`t${i}`] ?? null)))
    const missing = USED.filter(({ part }) => !there.has(part))
    return { used: USED.length, missing: new Map(missing.map(({ part, documents }) => [part, documents])) }
  })
}

const PARTS = `fragment Parts on __Type {
  fields(includeDeprecated: true) { name args { name } }
  enumValues(includeDeprecated: true) { name }
}
`

function partsOf(name: string, type: TypeNode | null): readonly string[] {
  const fields = (type?.fields ?? []).flatMap((field) => [
    `${name}.${field.name}`,
    ...field.args.map((argument) => `${name}.${field.name}(${argument.name})`),
  ])
  return [...fields, ...(type?.enumValues ?? []).map((value) => `${name}.${value.name}`)]
}

interface UsedPart {
  /** `Type.field`, `Type.field(argument)` or `Enum.VALUE`. */
  readonly part: string
  readonly type: string
  readonly documents: readonly string[]
}

function usedParts(text: string): readonly UsedPart[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [part = '', ...documents] = line.split(' ')
      return { part, type: part.slice(0, part.indexOf('.')), documents }
    })
}

interface Answer {
  readonly [alias: `t${number}`]: TypeNode | null
}

interface TypeNode {
  readonly fields:
    | readonly { readonly name: string; readonly args: readonly { readonly name: string }[] }[]
    | null
  readonly enumValues: readonly { readonly name: string }[] | null
}
