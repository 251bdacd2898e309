import type { TextProblem } from '../problem.ts'

/**
 * The small result of parsing one RFC document (or a description). It depends on the text alone, never on the
 * configuration, so it may be cached by the text's digest for ever.
 */
export interface ParsedDocument {
  readonly kind: 'document'
  /** Front matter `title`, else the first level-one heading, else null. */
  readonly title: string | null
  /** The day by which its front matter asks for a decision, `YYYY-MM-DD`. */
  readonly decideBy: string | null
  readonly frontMatter: FrontMatter
  /** The text in order, cut at every top-level heading; the first part has no heading (and may be empty). */
  readonly parts: readonly Part[]
  readonly problems: readonly TextProblem[]
}

export interface FrontMatter {
  /** Digest of everything but the `stakeholders` key (F2); of nothing when there is none. */
  readonly digest: string
  /** Who `stakeholders:` names (S1). */
  readonly names: readonly Naming[]
}

/** One top-level heading and what stands under it, up to the next heading of any level. */
export interface Part {
  readonly heading: Heading | null
  /** SHA-256 (hex) of the material text of this part, its heading included (F2). */
  readonly digest: string
  /** The same without the entries that name people (S1): what counts in the Alignment section. */
  readonly digestWithoutEntries: string
  /** Whether prose is left under the heading after comments, placeholders and task boxes are taken away (T3). */
  readonly hasProse: boolean
  readonly entries: readonly Entry[]
  /** Relative link and image targets, path part only, decoded, as written (F2: they may count by blob id). */
  readonly links: readonly string[]
  /** Addresses of files on a branch, as far as their look tells: what stands there may change at any time (F2). */
  readonly movable: readonly string[]
  readonly line: number
}

export interface Heading {
  readonly text: string
  /** Normalised by `sectionName`: "## 1. The Problem" is `problem` (T1). */
  readonly name: string
  readonly level: number
}

/** A list item, task item, table row, line or heading that holds mentions (S1); or a mention in a block of raw HTML. */
export interface Entry {
  readonly line: number
  /** The leading run of mentions: these people are named. */
  readonly names: readonly Naming[]
  /** Mentions later in the entry: listed as "mentioned, not required". */
  readonly later: readonly Naming[]
  /** The entry's only mention stands in code, a link, a quote in an item, or raw HTML: a problem (S1). Its text. */
  readonly hidden: string | null
}

export type Naming = { readonly line: number; readonly column: number } & (
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'team'; readonly org: string; readonly slug: string; readonly quorum: number | 'all' }
  /** Something that begins like a mention and cannot be a login: "@аda" with a Cyrillic letter (S4). */
  | { readonly kind: 'invalid'; readonly text: string; readonly why: string }
)

/** A text that could not be read within the bounds: too deep, too long, too slow. Never a guess at its content. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly why: string
}
