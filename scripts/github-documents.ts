import { globSync } from 'node:fs'
import { basename } from 'node:path'
import type { Documents } from '../src/github/answers.generated.ts'
import type { Prefetch } from '../src/github/caches.ts'
import { documentNamed } from '../src/github/documents.ts'
import { withPrefetch } from '../src/github/prefetch.ts'
import { moreQuery } from '../src/github/more-query.ts'

/** A GraphQL document as GitHub is asked it, with one of each thing that may be asked for in numbers. */
export interface GitHubDocument {
  readonly name: string
  readonly text: string
  /** Whether `documentNamed` finds it; the program writes the others. */
  readonly isFile: boolean
}

/** Returns every GraphQL document of `src/github`, with the shared fragments that it uses. */
export function githubDocuments(): readonly GitHubDocument[] {
  const files = namesOfDocuments().map((name) => {
    const { text } = withPrefetch(documentNamed(name), PREFETCH)
    return { name, text, isFile: true }
  })
  return [...files, { name: 'more', ...moreQuery(1, 1, 1), isFile: false }]
}

const PREFETCH: Prefetch = { people: ['ada'], paths: ['rfcs/1.md'], teams: [{ org: 'acme', slug: 'sre' }] }

/** Returns the names of the documents in `src/github`. */
export function namesOfDocuments(): readonly (keyof Documents)[] {
  return globSync('src/github/*.graphql')
    .map((file) => basename(file, '.graphql') as keyof Documents)
    .filter((name) => (name as string) !== 'fragments')
    .toSorted()
}
