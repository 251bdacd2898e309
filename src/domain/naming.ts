import type { Config } from './config.ts'
import { configNames } from './config-names.ts'
import type { Entry, FrontMatterKey, Naming, ParsedDocument, Part } from './document/parsed.ts'
import { alignmentRule, sectionsNamed } from './document/sections.ts'
import { AT_SIGNS } from './markdown/mention.ts'
import { hostOf } from './markdown/profile-link.ts'
import type { Place } from './problem.ts'
import { inConfig } from './policy.ts'
import { fileKey, type Snapshot } from './snapshot.ts'
import { documentOf, type Texts } from './texts.ts'
import { baseFiles, changesOf, type RfcAt } from './versions.ts'

/** A name in an RFC, and where it stands (S1). */
export interface Named {
  readonly naming: Naming
  /** Null where it stands in a configuration that the pull request's files do not show. */
  readonly place: Place | null
}

/** What an RFC says of its stakeholders at one version. */
export interface Roster {
  readonly names: readonly Named[]
  /** List items and table rows of its Alignment section that name nobody (S1). */
  readonly nameless: readonly NamelessAt[]
}

export interface NamelessAt {
  readonly words: string
  readonly hidden: string | null
  readonly place: Place
}

/** What decides whom a text names: the configuration, and the host whose profile links name people (S1). */
export interface NamingRules {
  readonly config: Config
  readonly host: string
}

/** The rules by which the texts of a pull request name people. */
export function namingRules({ repository }: Snapshot, config: Config): NamingRules {
  return { config, host: hostOf(repository.url) }
}

/**
 * Who is named at a version (S1, D4): in front matter and the Alignment section of each document; a document without
 * that section is spoken for by the one in the description. Mentions anywhere else name nobody.
 */
export function rosterOf(rules: NamingRules, texts: Texts, rfc: RfcAt, description: string | null): Roster {
  return rfc.kind === 'read'
    ? together(rfc.documents.map((document) => rosterIn(rules, texts, document, description)))
    : EMPTY
}

function rosterIn(
  rules: NamingRules,
  texts: Texts,
  document: Extract<RfcAt, { kind: 'read' }>['documents'][number],
  description: string | null,
): Roster {
  const own = document.kind === 'read' ? rosterOfText(rules, document.parsed, document.path) : EMPTY
  if (document.kind !== 'read' || hasAlignment(rules.config, document.parsed) || description === null)
    return own
  const parsed = documentOf(texts, description)
  return parsed.kind === 'unreadable' ? own : together([own, rosterOfText(rules, parsed, null)])
}

/** Whether the description names people at a version: it is the document, or speaks for one without an Alignment section. */
export function isDescriptionAsked(config: Config, rfc: RfcAt): boolean {
  return (
    rfc.kind === 'read' &&
    rfc.documents.some(
      (document) =>
        document.kind !== 'deleted' &&
        (document.path === null || (document.kind === 'read' && !hasAlignment(config, document.parsed))),
    )
  )
}

const EMPTY: Roster = { names: [], nameless: [] }

function together(rosters: readonly Roster[]): Roster {
  return {
    names: rosters.flatMap(({ names }) => names),
    nameless: rosters.flatMap(({ nameless }) => nameless),
  }
}

/** Whether a document has an Alignment section of its own (T2). */
function hasAlignment(config: Config, document: ParsedDocument): boolean {
  return sectionsNamed(document, alignmentRule(config)).length > 0
}

/** Whom one text names, in its front matter and every section that names people (S1, T2). */
export function rosterOfText(
  { config, host }: NamingRules,
  document: ParsedDocument,
  path: string | null,
): Roster {
  const parts = new Set<Part>(
    sectionsNamed(document, alignmentRule(config)).flatMap((section) => section.parts),
  )
  const read = [...parts].flatMap(({ entries }) => entries).map((entry) => namedBy(entry, host))
  const nameless = [
    ...[...parts].flatMap((part) => part.nameless),
    ...read.flatMap(({ nameless: words, line }) => (words === null ? [] : [{ words, line, hidden: null }])),
  ]
  return {
    names: [...namesInFrontMatter(config, document), ...read.flatMap(({ names }) => names)].map((naming) => ({
      naming,
      place: { path, line: naming.line, column: naming.column },
    })),
    nameless: nameless
      .toSorted((a, b) => a.line - b.line)
      .map(({ words, hidden, line }) => ({ words, hidden, place: { path, line } })),
  }
}

/** Whom the keys name that the configuration reads as such (T4). */
export function namesInFrontMatter(config: Config, document: ParsedDocument): readonly Naming[] {
  return peopleKeys(config, document).flatMap(({ people }) => people.names)
}

/** The keys of front matter that name people: `stakeholders`, `approvers`, `reviewers`, or the configured ones (T4). */
export function peopleKeys(config: Config, { frontMatter }: ParsedDocument): readonly FrontMatterKey[] {
  const known = new Set(config.stakeholders.keys.map((key) => key.toLowerCase()))
  return frontMatter.keys.filter(({ key }) => known.has(key))
}

/** Whom an entry names where profiles of this host name people; its words where that is nobody. */
function namedBy(
  { names, line }: Entry,
  host: string,
): { names: readonly Naming[]; nameless: string | null; line: number } {
  const here = names.flatMap((naming): readonly Naming[] => {
    const { link } = naming
    if (link === undefined || link.host === host) return [naming]
    // A reader takes the text for a mention.
    if (!new RegExp(`^[${AT_SIGNS}]`).test(link.label)) return []
    const why = `its link leads to \`${link.host}\`; write the mention without a link`
    const { line: at, column } = naming
    return [{ kind: 'invalid', text: link.label, why, line: at, column }]
  })
  const [first] = names
  return { names: here, nameless: here.length === 0 ? (first?.link?.label ?? '') : null, line }
}

/** What counts of a part that names people: all but its entries, and entries that say more than a role (F2, F2b). */
export function materialOfPeople(part: Part, host: string): readonly string[] {
  const material = part.entries.filter(
    ({ isMaterial, names }) => isMaterial || names.some(({ link }) => link && link.host !== host),
  )
  const rest = part.digestWithoutEntries
  return [...(rest === null ? [] : [rest]), ...material.map(({ digest }) => digest).toSorted()]
}

/**
 * What counts of front matter: not whom it names, nor by when and by whom a decision is asked for, nor when it is looked
 * back at; that a trial lasts longer is seen apart (F2).
 */
export function materialOfFrontMatter(config: Config, document: ParsedDocument): readonly string[] {
  const { raw, keys } = document.frontMatter
  if (raw !== null) return [raw]
  const people = new Set(peopleKeys(config, document))
  const isLeftOut = (key: FrontMatterKey): boolean =>
    people.has(key) || ['decide-by', 'decider', 'revisit'].includes(key.key)
  return keys.filter((key) => !isLeftOut(key)).map(({ digest }) => digest)
}

/** Whom the base versions of the touched RFC files name (S6). */
export function baseRoster(snapshot: Snapshot, config: Config, texts: Texts): Roster {
  const rules = namingRules(snapshot, config)
  const rosters = baseFiles(snapshot, config).flatMap(({ commit, path }) => {
    const file = snapshot.files.get(fileKey(commit, path))
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    return parsed?.kind === 'document' ? [rosterOfText(rules, parsed, path)] : []
  })
  return { names: together(rosters).names, nameless: [] }
}

/** Whom the configuration names: always, and for what the pull request changes at a commit (S2). Read live. */
export function configRoster(snapshot: Snapshot, config: Config, commit: string | null): Roster {
  const changes = commit === null ? null : changesOf(snapshot, commit)
  const names = configNames(config, changes?.kind === 'complete' ? changes : { files: [] })
  const placed = inConfig(snapshot)
  return { ...EMPTY, names: names.map((naming) => ({ naming, place: placed(naming).place })) }
}
