import { globSync, readFileSync } from 'node:fs'
import { schema as published } from '@octokit/graphql-schema'
import {
  buildSchema,
  type DocumentNode,
  GraphQLError,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'

/** What is wrong with the `.graphql` files under `src`, one line each; throws when a file cannot be read. */
export function problemsOfDocuments(): readonly string[] {
  return globSync('src/**/*.graphql')
    .toSorted()
    .flatMap((file) => problemsOfDocument(readFileSync(file, 'utf8')).map((problem) => `${file}${problem}`))
}

/**
 * What is wrong with one document, each as `:line — problem`. It must stand alone: one operation with all its
 * fragments, using only what GitHub's published schema has and has not deprecated.
 */
export function problemsOfDocument(text: string): readonly string[] {
  const document = parsed(text)
  if (document instanceof GraphQLError) return [lineOf(document)]
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length
  return [
    ...(operations === 1 ? [] : [`:1 — ${operations} operations in this file; expected exactly one.`]),
    ...validate(githubSchema(), document, [...specifiedRules, NoDeprecatedCustomRule]).map(lineOf),
  ]
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

let built: ReturnType<typeof buildSchema> | undefined

/**
 * GitHub's published schema. Built when it is first asked for: it takes a sixth of a second. It defines two fields
 * twice, which only `assumeValidSDL` accepts.
 */
export function githubSchema(): ReturnType<typeof buildSchema> {
  built ??= buildSchema(published.idl, { assumeValidSDL: true })
  return built
}

function lineOf({ message, locations }: GraphQLError): string {
  return `:${locations?.[0]?.line ?? 1} — ${message}`
}
