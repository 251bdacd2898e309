import type { Config } from '../config/config.ts'
import { AT_SIGNS } from '../documents/markdown/mention.ts'
import type {
  Entry,
  FrontMatterKey,
  PlacedMention,
  ParsedDocument,
  Part,
} from '../documents/parsed-document.ts'
import type { Place } from '../facts/problem.ts'
import type { Case } from './case.ts'
import { alignmentRule, sectionsNamed } from './sections.ts'

/** A mention in an RFC, and its place (S1). */
export interface Named {
  readonly mention: PlacedMention
  /** Null for one in a configuration that is not among the pull request's files. */
  readonly place: Place | null
}

/** The stakeholder list of an RFC at one version. */
export interface StakeholderList {
  readonly names: readonly Named[]
  /** List items and table rows of its Alignment section that name no one (S1). */
  readonly nameless: readonly NamelessAt[]
}

export interface NamelessAt {
  readonly words: string
  readonly hidden: string | null
  readonly place: Place
}

export const EMPTY: StakeholderList = { names: [], nameless: [] }

/** Returns several stakeholder lists as one. */
export function joinedLists(stakeholderLists: readonly StakeholderList[]): StakeholderList {
  return {
    names: stakeholderLists.flatMap(({ names }) => names),
    nameless: stakeholderLists.flatMap(({ nameless }) => nameless),
  }
}

/** Returns whether a document has an Alignment section of its own (T2). */
export function hasAlignment(config: Config, document: ParsedDocument): boolean {
  return sectionsNamed(document, alignmentRule(config)).length > 0
}

/** Returns whether a text has a required section or names someone: then it is a document, not an attachment (D4). */
export function readsAsDocument(theCase: Case, document: ParsedDocument): boolean {
  const { config } = theCase
  return (
    config.sections.some((rule) => rule.required && sectionsNamed(document, rule).length > 0) ||
    stakeholdersInText(theCase, document, null).names.length > 0
  )
}

/** Returns the stakeholders that one text names, in its front matter and every section that names people (S1, T2). */
export function stakeholdersInText(
  { config, host }: Case,
  document: ParsedDocument,
  path: string | null,
): StakeholderList {
  const parts = new Set<Part>(
    sectionsNamed(document, alignmentRule(config)).flatMap((section) => section.parts),
  )
  const read = [...parts].flatMap(({ entries }) => entries).map((entry) => namedBy(entry, host))
  const nameless = [
    ...[...parts].flatMap((part) => part.nameless),
    ...read.flatMap(({ nameless: words, line }) => (words === null ? [] : [{ words, line, hidden: null }])),
  ]
  return {
    names: [...namesInFrontMatter(config, document), ...read.flatMap(({ names }) => names)].map(
      (mention) => ({
        mention,
        place: { path, line: mention.line, column: mention.column },
      }),
    ),
    nameless: nameless
      .toSorted((a, b) => a.line - b.line)
      .map(({ words, hidden, line }) => ({ words, hidden, place: { path, line } })),
  }
}

/** Returns the names in the front matter keys that the configuration reads (T4). */
export function namesInFrontMatter(config: Config, document: ParsedDocument): readonly PlacedMention[] {
  return peopleKeys(config, document).flatMap(({ people }) => people.names)
}

/**
 * Returns the front matter keys that name people: `stakeholders`, `approvers`, `reviewers`, or the configured ones
 * (T4).
 */
export function peopleKeys(config: Config, { frontMatter }: ParsedDocument): readonly FrontMatterKey[] {
  const known = new Set(config.stakeholders.keys.map((key) => key.toLowerCase()))
  return frontMatter.keys.filter(({ key }) => known.has(key))
}

/** The names of an entry, where only profile links of this host name people; its words when there are none. */
function namedBy(
  { names, line }: Entry,
  host: string,
): { names: readonly PlacedMention[]; nameless: string | null; line: number } {
  const here = names.flatMap((mention): readonly PlacedMention[] => {
    const { link } = mention
    if (link === undefined || link.host === host) return [mention]
    // A reader takes the text for a mention.
    if (!new RegExp(`^[${AT_SIGNS}]`).test(link.label)) return []
    const why = `its link points to \`${link.host}\`; write the mention without a link`
    const { line: at, column } = mention
    return [{ kind: 'invalid', text: link.label, why, line: at, column }]
  })
  const [first] = names
  return { names: here, nameless: here.length === 0 ? (first?.link?.label ?? '') : null, line }
}

/**
 * Returns what is material of a part that names people: all but its entries, and entries with more than a role (F2,
 * F2b).
 */
export function materialOfPeople(part: Part, host: string): readonly string[] {
  const material = part.entries.filter(
    ({ isMaterial, names }) => isMaterial || names.some(({ link }) => link && link.host !== host),
  )
  const rest = part.digestWithoutEntries
  return [...(rest === null ? [] : [rest]), ...material.map(({ digest }) => digest).toSorted()]
}

/**
 * Returns what is material of front matter: not the people, `decide-by`, `decider` and `revisit`. A trial that ends
 * later is compared elsewhere (F2).
 */
export function materialOfFrontMatter(config: Config, document: ParsedDocument): readonly string[] {
  const { raw, keys } = document.frontMatter
  if (raw !== null) return [raw]
  const people = new Set(peopleKeys(config, document))
  const isLeftOut = (key: FrontMatterKey): boolean =>
    people.has(key) || ['decide-by', 'decider', 'revisit'].includes(key.key)
  return keys.filter((key) => !isLeftOut(key)).map(({ digest }) => digest)
}
