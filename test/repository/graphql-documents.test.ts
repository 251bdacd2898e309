import { expect, test } from 'vitest'
import { problemsOfDocument, problemsOfDocuments } from '../../scripts/graphql-documents.ts'

test("every GraphQL document of the source is valid against GitHub's published schema", () => {
  expect(problemsOfDocuments()).toEqual([])
})

test('a document with one operation and its own fragments is accepted', () => {
  expect(problemsOfDocument('query { viewer { ...who } } fragment who on User { login databaseId }')).toEqual(
    [],
  )
})

test('a field that GitHub does not have is found with its line', () => {
  expect(problemsOfDocument('query {\n  viewer { logon }\n}')).toEqual([
    ':2 — Cannot query field "logon" on type "User". Did you mean "login"?',
  ])
})

test('a field that GitHub has deprecated is found', () => {
  const text = `query {
    repository(owner: "acme", name: "rfcs") {
      object(oid: "a") { ... on Commit { changedFiles } }
    }
  }`
  expect(problemsOfDocument(text)).toEqual([
    expect.stringMatching(/^:3 — The field Commit\.changedFiles is deprecated\./),
  ])
})

test('two operations in one file are rejected', () => {
  expect(problemsOfDocument('query A { viewer { id } } query B { viewer { id } }')).toEqual([
    ':1 — 2 operations in this file; expected exactly one.',
  ])
})

test('a fragment that lives in another file is rejected: a document stands alone', () => {
  expect(problemsOfDocument('query { viewer { ...who } }')).toEqual([':1 — Unknown fragment "who".'])
})

test('a text that is not GraphQL is a problem, not a crash', () => {
  expect(problemsOfDocument('query {')).toEqual([':1 — Syntax Error: Expected Name, found <EOF>.'])
})
