import { schema as published } from '@octokit/graphql-schema'
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeNode,
} from 'graphql'

/** Parts of the schema that GitHub does not show to everybody (GH-32). */
export type HiddenPart = 'merge queue'

const schemas = new Map<string, GraphQLSchema>()
let source: DocumentNode | undefined

/** GitHub's published GraphQL schema, without the parts that are hidden from the caller. Each is built once. */
export function githubSchema(hidden: readonly HiddenPart[] = []): GraphQLSchema {
  const key = hidden.join()
  const known = schemas.get(key)
  if (known) return known
  source ??= withWideIds(parse(published.idl, { noLocation: true }))
  const document = hidden.includes('merge queue') ? withoutMergeQueue(source) : source
  // The published file defines two fields twice (EnterpriseOwnerInfo), which a strict reading would reject.
  const schema = buildASTSchema(document, { assumeValidSDL: true })
  schemas.set(key, schema)
  return schema
}

/** `databaseId` is an `Int` in the published schema, and carries more than an `Int` of GraphQL may (GH-13). */
function withWideIds(document: DocumentNode): DocumentNode {
  const wide = { kind: Kind.NAME, value: 'WideInt' } as const
  return {
    ...document,
    definitions: [
      { kind: Kind.SCALAR_TYPE_DEFINITION, name: wide },
      ...document.definitions.map((definition) => {
        if (
          definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
          definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
        )
          return definition
        const fields = definition.fields?.map((field) =>
          field.name.value === 'databaseId' && typeName(field.type) === 'Int'
            ? { ...field, type: { kind: Kind.NAMED_TYPE, name: wide } as const }
            : field,
        )
        return { ...definition, fields: fields ?? [] }
      }),
    ],
  }
}

/** Types are hidden with every field that leads to them, and with the fields that report them (GH-32). */
function withoutMergeQueue(document: DocumentNode): DocumentNode {
  // What a ruleset says of queues is part of the rules, and stays.
  const isHidden = (name: string) =>
    /^MergeQueue(Configuration|Entry.*|MergingStrategy)?$|^(En|De)queuePullRequest/.test(name)
  const flags = new Set(['isInMergeQueue', 'isMergeQueueEnabled'])
  return {
    ...document,
    definitions: document.definitions.flatMap((definition): DefinitionNode[] => {
      if (!('name' in definition) || !definition.name) return [definition]
      if (isHidden(definition.name.value)) return []
      if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
        return [{ ...definition, types: definition.types?.filter(({ name }) => !isHidden(name.value)) ?? [] }]
      }
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [definition]
      const fields = definition.fields?.filter(
        ({ name, type }) => !isHidden(typeName(type)) && !flags.has(name.value),
      )
      return [{ ...definition, fields: fields ?? [] }]
    }),
  }
}

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type)
}
