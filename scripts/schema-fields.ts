import { getNamedType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { githubDocuments } from './github-documents.ts'
import { githubSchema } from './graphql-documents.ts'

/**
 * Returns every part of GitHub's GraphQL schema that our documents use, one line each with the documents:
 * `Type.field`, `Type.field(argument)`, or `Enum.VALUE`. `doctor` checks that GitHub has them.
 */
export function schemaFields(): string {
  const users = new Map<string, Set<string>>()
  for (const { name, text } of githubDocuments()) {
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
