import { readFileSync } from 'node:fs'
import { LRUCache } from 'lru-cache'
import type { Documents } from './answers.generated.ts'
import { HIDDEN_PART } from './hidden-fields.ts'

/** The text of a GraphQL document, with the types of its answer and variables (`npm run generate` makes them). */
export interface Document<Answer, Variables> {
  readonly text: string
  /** Never there: it ties the types to the text, so that `ask` answers with the type of what was asked. */
  readonly types?: { readonly answer: Answer; readonly variables: Variables }
}

/** Returns the `.graphql` document of that name in this folder, with the shared fragments that it uses. */
export function documentNamed<Name extends keyof Documents>(
  name: Name,
): Document<Documents[Name]['answer'], Documents[Name]['variables']> {
  return { text: withFragments(read(name)) }
}

/**
 * Returns a document with those of the shared fragments that it uses and lacks. A fragment that only parts marked as
 * hidden use is marked as hidden, too: GraphQL rejects a document with a fragment that nothing uses.
 */
export function withFragments(text: string): string {
  const known = JOINED.get(text) ?? joinedWithFragments(text)
  JOINED.set(text, known)
  return known
}

/** Few texts are asked for again and again. */
const JOINED = new LRUCache<string, string>({ max: 100 })

function joinedWithFragments(text: string): string {
  const known = new Set([...text.matchAll(/^fragment (\w+) on /gm)].map(([, name = '']) => name))
  const always = fragmentsIn(text.replaceAll(HIDDEN_PART, ''), known)
  const parts = [...always].map((name) => FRAGMENTS.get(name))
  for (const name of always) known.add(name)
  for (const [, field, body = ''] of text.matchAll(HIDDEN_PART)) {
    const names = [...fragmentsIn(body, known)]
    for (const name of names) known.add(name)
    if (names.length > 0) {
      parts.push(`# hidden: ${field}\n${names.map((name) => FRAGMENTS.get(name)).join('\n')}# end\n`)
    }
  }
  return [text, ...parts].join('\n')
}

/** The shared fragments that a text uses, directly or through others. */
function fragmentsIn(text: string, known: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  const texts = [text]
  for (let next = texts.pop(); next !== undefined; next = texts.pop()) {
    for (const [, name = ''] of next.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = FRAGMENTS.get(name)
      if (fragment === undefined || found.has(name) || known.has(name)) continue
      found.add(name)
      texts.push(fragment)
    }
  }
  return found
}

const FRAGMENTS: ReadonlyMap<string, string> = new Map(
  [...read('fragments').matchAll(/^fragment (\w+) on [\s\S]*?^\}\n/gm)].map(([text, name = '']) => [
    name,
    text,
  ]),
)

function read(name: string): string {
  return readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8')
}
