import type { Config } from './config.ts'
import { configNames } from './config-names.ts'
import type { Entry, Naming, ParsedDocument } from './document/parsed.ts'
import { alignmentRule, sectionsNamed } from './document/sections.ts'
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
  /** Mentioned later in an entry: listed, not required (S1). */
  readonly mentioned: readonly Named[]
  /** Entries whose only mention stands in code or a link (S1). */
  readonly hidden: readonly { readonly text: string; readonly place: Place }[]
}

/**
 * Who is named at a version (S1, D4): in front matter and the Alignment section of each document; a document without
 * that section is spoken for by the one in the description. Mentions anywhere else name nobody.
 */
export function rosterOf(config: Config, texts: Texts, rfc: RfcAt, description: string | null): Roster {
  const rosters =
    rfc.kind === 'read' ? rfc.documents.map((document) => rosterIn(config, texts, document, description)) : []
  return {
    names: rosters.flatMap((roster) => roster.names),
    mentioned: rosters.flatMap((roster) => roster.mentioned),
    hidden: rosters.flatMap((roster) => roster.hidden),
  }
}

function rosterIn(
  config: Config,
  texts: Texts,
  document: Extract<RfcAt, { kind: 'read' }>['documents'][number],
  description: string | null,
): Roster {
  const own = document.kind === 'read' ? rosterOfText(config, document.parsed, document.path) : EMPTY
  if (document.kind !== 'read' || hasAlignment(config, document.parsed) || description === null) return own
  const parsed = documentOf(texts, description)
  if (parsed.kind === 'unreadable') return own
  const spoken = rosterOfText(config, parsed, null)
  return {
    names: [...own.names, ...spoken.names],
    mentioned: [...own.mentioned, ...spoken.mentioned],
    hidden: [...own.hidden, ...spoken.hidden],
  }
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

const EMPTY: Roster = { names: [], mentioned: [], hidden: [] }

/** Whether a document has an Alignment section of its own (T2). */
function hasAlignment(config: Config, document: ParsedDocument): boolean {
  return sectionsNamed(document, alignmentRule(config)).length > 0
}

/** Whom one text names, in its front matter and its Alignment section. */
export function rosterOfText(config: Config, document: ParsedDocument, path: string | null): Roster {
  const at = ({ line, column }: Naming): Place => ({ path, line, column })
  const entries = new Set<Entry>(
    sectionsNamed(document, alignmentRule(config)).flatMap(({ parts }) =>
      parts.flatMap((part) => part.entries),
    ),
  )
  const named = (naming: Naming): Named => ({ naming, place: at(naming) })
  return {
    names: [...document.frontMatter.names, ...[...entries].flatMap((entry) => entry.names)].map(named),
    mentioned: [...entries].flatMap((entry) => entry.later).map(named),
    hidden: [...entries].flatMap(({ hidden, line }) =>
      hidden === null ? [] : [{ text: hidden, place: { path, line } }],
    ),
  }
}

/** Whom the base versions of the touched RFC files name (S6). */
export function baseRoster(snapshot: Snapshot, config: Config, texts: Texts): Roster {
  const rosters = baseFiles(snapshot, config).flatMap(({ commit, path }) => {
    const file = snapshot.files.get(fileKey(commit, path))
    const parsed = file?.kind === 'text' ? documentOf(texts, file.text) : null
    return parsed?.kind === 'document' ? [rosterOfText(config, parsed, path)] : []
  })
  return { names: rosters.flatMap(({ names }) => names), mentioned: [], hidden: [] }
}

/** Whom the configuration names: always, and for what the pull request changes at a commit (S2). Read live. */
export function configRoster(snapshot: Snapshot, config: Config, commit: string | null): Roster {
  const changes = commit === null ? null : changesOf(snapshot, commit)
  const names = configNames(config, changes?.kind === 'complete' ? changes : { files: [] })
  const placed = inConfig(snapshot)
  return { ...EMPTY, names: names.map((naming) => ({ naming, place: placed(naming).place })) }
}
