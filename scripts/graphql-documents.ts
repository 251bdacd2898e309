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
import { githubDocuments } from './github-documents.ts'

/** Returns what is wrong with the documents that GitHub is asked, one line each. Throws when a file cannot be read. */
export function problemsOfDocuments(): readonly string[] {
  return githubDocuments().flatMap(({ name, text }) =>
    problemsOfDocument(text).map((problem) => `${name}${problem}`),
  )
}

/**
 * What is wrong with one document, each as `:line — problem`. It must be complete: one operation with all its
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
 * Returns GitHub's published schema, built at the first call because that takes a sixth of a second. It
 * defines two fields twice, which only `assumeValidSDL` accepts.
 */
export function githubSchema(): ReturnType<typeof buildSchema> {
  built ??= buildSchema(published.idl, { assumeValidSDL: true })
  return built
}

function lineOf({ message, locations }: GraphQLError): string {
  return `:${locations?.[0]?.line ?? 1} — ${message}`
}
