import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { moreQuery } from '../src/github/more-query.ts'
import { githubSchema } from './graphql-documents.ts'

/**
 * Everything of GitHub's GraphQL schema that our documents use, a line each, with the documents that use it:
 * `Type.field`, `Type.field(argument)`, or `Enum.VALUE`. `doctor` asks GitHub whether it is all there.
 */
export function schemaFields(): string {
  const documents = new Map([
    ...globSync('src/github/*.graphql').map((file): [string, string] => [
      basename(file, '.graphql'),
      readFileSync(file, 'utf8'),
    ]),
    ['more', moreQuery(1, 1, 1)],
  ])
  const users = new Map<string, Set<string>>()
  for (const [name, text] of documents) {
    for (const used of usedIn(text)) users.set(used, (users.get(used) ?? new Set()).add(name))
  }
  const lines = [...users].map(([used, names]) => `${used} ${[...names].sort().join(' ')}`)
  return `${lines.sort().join('\n')}\n`
}

function usedIn(text: string): ReadonlySet<string> {
  const used = new Set<string>()
  const types = new TypeInfo(githubSchema())
  visit(
    parse(text),
    visitWithTypeInfo(types, {
      Field({ name, arguments: given = [] }) {
        const parent = types.getParentType()
        if (!parent || name.value.startsWith('__')) return
        used.add(`${parent.name}.${name.value}`)
        for (const { name: argument } of given) used.add(`${parent.name}.${name.value}(${argument.value})`)
      },
      EnumValue({ value }) {
        const type = types.getInputType()
        if (type) used.add(`${getNamedType(type).name}.${value}`)
      },
    }),
  )
  return used
}
