import type { Mention } from './markdown/mention.ts'
import type { TextProblem } from '../facts/problem.ts'

/**
 * The small result of parsing one RFC document (or a description). It depends on the text alone, never on the
 * configuration, so it may be cached by the text's digest for ever.
 */
export interface ParsedDocument {
  readonly kind: 'document'
  /** Front matter `title`, else the first level-one heading, else null. */
  readonly title: string | null
  readonly frontMatter: FrontMatter
  /** The text in order, cut at every top-level heading; the first part has no heading (and may be empty). */
  readonly parts: readonly Part[]
  readonly problems: readonly TextProblem[]
}

export interface FrontMatter {
  /** Digest of all of it where it is no set of keys, or broken; null where its keys count one by one (F2). */
  readonly raw: string | null
  /** Every key, in order; which of them name people is up to the configuration (T4). */
  readonly keys: readonly FrontMatterKey[]
  /** The day by which a decision is asked for, `YYYY-MM-DD`. */
  readonly decideBy: string | null
  readonly decider: PlacedMention | null
  /** The day to look back at the decision, and its place. */
  readonly revisit: Placed | null
  readonly isTrial: boolean
}

/** A text in a document, and its place. */
export interface Placed {
  readonly text: string
  readonly line: number
  readonly column: number
}

export interface FrontMatterKey {
  /** In lower case; '' for a key that is no text. */
  readonly key: string
  readonly line: number
  readonly column: number
  /** SHA-256 (hex) of key and value (F2). */
  readonly digest: string
  /** Whom it names, and what is wrong with it, if it is a key that names people. */
  readonly people: { readonly names: readonly PlacedMention[]; readonly problems: readonly TextProblem[] }
}

/** One top-level heading and the text up to the next heading of any level. */
export interface Part {
  readonly heading: Heading | null
  /** SHA-256 (hex) of the material text of this part, its heading included (F2). */
  readonly digest: string
  /**
   * Digest of the text under the heading without the entries that name people (S1), null where nothing is left: in a
   * section that names people this is material, and so are entries with more than a role.
   */
  readonly digestWithoutEntries: string | null
  /** Whether prose is left under the heading after comments, placeholders and task boxes are taken away (T3). */
  readonly hasProse: boolean
  /** How many items with prose its first list has, or rows its first table; 0 where it has neither (P3). */
  readonly items: number
  /** What names people, should this part belong to a section that does (S1). */
  readonly entries: readonly Entry[]
  /** List items and table rows that name no one and are not under one that does; the first of them (S1). */
  readonly nameless: readonly Nameless[]
  /** Relative link and image targets, path part only, decoded, as written (F2: they may count by blob id). */
  readonly links: readonly string[]
  /** Addresses of files on a branch, judged by their form: their content may change at any time (F2). */
  readonly movable: readonly { readonly address: string; readonly line: number }[]
  readonly line: number
}

export interface Heading {
  readonly text: string
  /** What it may be known by, its whole name first: "## 1. Background & Motivation" (T1, `sectionNames`). */
  readonly names: readonly string[]
  readonly level: number
  /** SHA-256 (hex) of it (F2). */
  readonly digest: string
  /** Whether it has nothing but words. */
  readonly isPlain: boolean
  /** It mentions people, so it is an entry itself (S1). */
  readonly isEntry: boolean
}

/** A list item, table row, line, paragraph, heading or block of HTML that mentions people (S1). */
export interface Entry {
  readonly line: number
  /** Everybody it mentions or links to, once each. */
  readonly names: readonly PlacedMention[]
  /** It has more than a role beside the names: then all of it is material, by `digest` (F2b). */
  readonly isMaterial: boolean
  /** SHA-256 (hex) of its text, names included (F2). */
  readonly digest: string
}

/** A list item or table row that names no one (S1). */
export interface Nameless {
  readonly line: number
  /** How it begins. */
  readonly words: string
  /** A mention in it that names no one, because it is in code or a quote; null where there is none. */
  readonly hidden: string | null
}

export type PlacedMention = {
  readonly line: number
  readonly column: number
  /** The role beside the name in its entry; '' or absent where there is none, or more than a role (F2b). */
  readonly role?: string
  /** The link it was read from: it names an account where its host is this repository's (S1). */
  readonly link?: { readonly host: string; readonly label: string }
} & Mention

/** A link that mentions an account: its host, null where it is no profile page, and its text. */
export interface FromLink {
  readonly host: string | null
  readonly label: string
}

/** A text that could not be read within the bounds: too deep, too long, too slow. Never a guess at its content. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly why: string
}
