/** A query as people type it: alternatives, in each of which everything must be so. */
export type Search = readonly (readonly Term[])[]

/** One word, or several in this order and side by side. */
export interface Term {
  readonly words: readonly string[]
  /** It must not be there. */
  readonly isAbsent: boolean
}

/** Terms that count; both databases refuse very long queries. */
const MOST_TERMS = 64

// Longer ones are cut in pieces: PostgreSQL refuses words of more than 2 KB.
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,199}/gu

/**
 * Returns the words of a text: runs of letters and digits in lower case. Both databases get nothing else to index and to
 * search for, so that they agree on what a word is.
 */
export function wordsIn(text: string): string[] {
  return text.toWellFormed().normalize('NFC').toLowerCase().match(WORD) ?? []
}

/**
 * Parses a query as web search does: words, `"phrases"`, `-without`, `or`. A word with punctuation in it is a phrase.
 * What has neither letters nor digits is left out; nothing is a syntax error.
 */
export function parseSearch(text: string): Search {
  const alternatives: Term[][] = [[]]
  let left = MOST_TERMS
  for (const [, minus, phrase, word] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    if (left === 0) break
    if (!minus && word?.toLowerCase() === 'or') {
      alternatives.push([])
      continue
    }
    const words = wordsIn(phrase ?? word ?? '')
    if (words.length === 0) continue
    left -= 1
    alternatives.at(-1)?.push({ words, isAbsent: minus === '-' })
  }
  return alternatives.filter((terms) => terms.length > 0)
}

/** Returns the query for PostgreSQL; an empty one finds nothing. */
export function toTsQuery(search: Search): string {
  return search
    .map((terms) =>
      terms
        .map(
          ({ words, isAbsent }) =>
            `${isAbsent ? '!' : ''}(${words.map((word) => `'${word}'`).join(' <-> ')})`,
        )
        .join(' & '),
    )
    .join(' | ')
}

/** One alternative in the syntax of SQLite (https://www.sqlite.org/fts5.html#full_text_query_syntax). */
export interface Fts5Search {
  readonly found: string | null
  /** A text that matches this must not. */
  readonly absent: string | null
}

/** Returns the alternatives for SQLite; of an empty query one that finds nothing. */
export function toFts5(search: Search): readonly Fts5Search[] {
  if (search.length === 0) return [{ found: '""', absent: null }]
  return search.map((terms) => ({
    found: joined(
      terms.filter(({ isAbsent }) => !isAbsent),
      ' AND ',
    ),
    absent: joined(
      terms.filter(({ isAbsent }) => isAbsent),
      ' OR ',
    ),
  }))
}

function joined(terms: readonly Term[], by: string): string | null {
  return terms.length === 0 ? null : terms.map(({ words }) => `"${words.join(' ')}"`).join(by)
}
