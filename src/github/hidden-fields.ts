import { LRUCache } from 'lru-cache'
import type { GraphQLProblem } from './faults.ts'

/** Fields that GitHub hid from an installation, because of its permissions or an older server (GH-32). */
export interface HiddenFields {
  has(field: string): boolean
  /** The fields that are hidden now. */
  all(): readonly string[]
  note(fields: readonly string[]): void
}

/**
 * A server may be updated, or the event of an accepted permission be lost: after so long the field is asked for again.
 */
const FORGOTTEN_MS = 600_000
const MOST_FIELDS = 50

/** Creates the hidden fields of one installation, empty. */
export function hiddenFields(): HiddenFields {
  const seen = new LRUCache<string, true>({ max: MOST_FIELDS, ttl: FORGOTTEN_MS })
  return {
    has: (field) => seen.get(field) === true,
    all: () => [...seen.keys()].filter((field) => seen.has(field)),
    note: (fields) => {
      for (const field of fields) seen.set(field, true)
    },
  }
}

/** Matches a part of a document between `# hidden: field` and `# end`. */
export const HIDDEN_PART = /^[ \t]*# hidden: (\w+)\n([\s\S]*?)^[ \t]*# end\n/gm

/** Returns a document without its hidden parts. */
export function withoutHidden(document: string, hidden: HiddenFields): string {
  if (hidden.all().length === 0) return document
  return document.replaceAll(HIDDEN_PART, (part, field: string) => (hidden.has(field) ? '' : part))
}

/**
 * Returns the parts of a document that errors report as hidden: by their own name, or by a field that no other part asks
 * for. A schema without the field answers `undefinedField` in place of data; one that shows it to others may answer
 * FORBIDDEN with the data.
 */
export function hiddenIn(problems: readonly GraphQLProblem[], document: string): readonly string[] {
  const rest = document.replaceAll(HIDDEN_PART, '')
  const told = problems.flatMap(({ type, path, extensions, message }) => {
    if (type === 'FORBIDDEN') return path?.map(String) ?? []
    if (extensions?.code === 'undefinedField') return extensions.fieldName ?? []
    return /^Field '(\w+)' doesn't exist on type /.exec(message)?.[1] ?? []
  })
  const isIn = (text: string, field: string) => new RegExp(`\\b${field}\\b`).test(text)
  const parts = [...document.matchAll(HIDDEN_PART)].flatMap(([, field = '', body = '']) =>
    told.some((each) => each === field || (isIn(body, each) && !isIn(rest, each))) ? [field] : [],
  )
  return [...new Set(parts)]
}
