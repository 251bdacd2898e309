import { dirname, extname } from 'node:path/posix'
import type { Config } from './config.ts'
import type { ParsedDocument, Part } from './document/parsed.ts'
import { alignmentRule, namesOf, problemRule, sectionsNamed } from './document/sections.ts'
import { sectionName } from './document/section-name.ts'
import { digest } from './external-id.ts'
import { linksAt, MOST_LINKED, MOST_STEPS } from './linked-files.ts'
import { hostOf } from './markdown/profile-link.ts'
import { materialOfFrontMatter, materialOfPeople } from './naming.ts'
import { fileKey, type Snapshot } from './snapshot.ts'
import type { Texts } from './texts.ts'
import type { DocumentAt, RfcAt } from './versions.ts'

/** The material text of an RFC at a version (F2): equal digests mean that nothing of weight changed. */
export type Material = ReadMaterial | { readonly kind: 'unreadable'; readonly why: string }

interface ReadMaterial {
  readonly kind: 'read'
  readonly documents: readonly DocumentMaterial[]
}

interface DocumentMaterial {
  readonly place: string
  /** What it is to the base, and where (F2a). */
  readonly standing: string
  readonly digest: string
  /** Digests by the section a reader would name, in order of the text. */
  readonly sections: readonly { readonly title: string; readonly digest: string }[]
}

/** What is material in an RFC at a commit (F2), or why that cannot be known. */
export function materialOf(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  rfc: RfcAt,
  commit: string | null,
): Material {
  if (rfc.kind === 'unreadable') return rfc
  const documents: DocumentMaterial[] = []
  for (const document of rfc.documents) {
    if (document.kind === 'unreadable') {
      return { kind: 'unreadable', why: `${document.place}: ${document.why}` }
    }
    const linked = linkedBlobs(snapshot, config, texts, document, commit)
    if (linked === null) {
      const why = `${document.place} leads to more than ${MOST_LINKED} files of this pull request, or over more than ${MOST_STEPS} of them to another. Link to fewer of them.`
      return { kind: 'unreadable', why }
    }
    documents.push(documentMaterial(config, hostOf(snapshot.repository.url), document, linked))
  }
  return { kind: 'read', documents }
}

/** Whether two materials are the same text at the same place; what cannot be read is the same as nothing (F2, F2a). */
export function isSameMaterial(a: Material, b: Material): boolean {
  const one = materialDigest(a)
  return one !== null && one === materialDigest(b)
}

/** One digest for a whole material, to be shown; null when it cannot be read. */
export function materialDigest(material: Material): string | null {
  return material.kind === 'read'
    ? digest(material.documents.map((document) => document.digest).sort())
    : null
}

/**
 * What the Problem section says at a version (F3); where a document has none of that name, its whole text. Null when it
 * cannot be read: then nobody is known to share it.
 */
export function problemDigest(config: Config, rfc: RfcAt): string | null {
  if (rfc.kind === 'unreadable') return null
  const rule = problemRule(config)
  const digests = rfc.documents.map((document) => {
    if (document.kind === 'unreadable') return null
    if (document.kind === 'deleted') return 'deleted'
    const sections = sectionsNamed(document.parsed, rule).flatMap(({ parts }) => parts)
    return (sections.length > 0 ? sections : document.parsed.parts).map((part) => part.digest).join()
  })
  return digests.includes(null) ? null : digest(digests.toSorted())
}

/** The names of the sections that differ between two materials, for people (F4). */
export function changedSections(before: ReadMaterial, now: ReadMaterial): readonly string[] {
  const alone = before.documents.length === 1 && now.documents.length === 1
  return now.documents
    .flatMap((document, index) => {
      const old =
        before.documents.find(({ place }) => place === document.place) ??
        (alone ? before.documents[index] : undefined)
      if (!old) return [document.place]
      const moved = old.standing === document.standing ? [] : [`the place (now ${document.standing})`]
      return old.digest === document.digest
        ? []
        : [...moved, ...differingSections(old, document, moved.length > 0)]
    })
    .concat(
      alone
        ? []
        : before.documents
            .filter(({ place }) => !now.documents.some((document) => document.place === place))
            .map(({ place }) => place),
    )
}

function differingSections(
  before: DocumentMaterial,
  now: DocumentMaterial,
  hasMoved: boolean,
): readonly string[] {
  const byTitle = ({ sections }: DocumentMaterial) => {
    const digests = new Map<string, string[]>()
    for (const { title, digest } of sections) digests.set(title, [...(digests.get(title) ?? []), digest])
    return digests
  }
  const old = byTitle(before)
  const fresh = byTitle(now)
  const titles = [...new Set([...fresh.keys(), ...old.keys()])].filter(
    (title) => digest(old.get(title) ?? null) !== digest(fresh.get(title) ?? null),
  )
  if (titles.length > 0) return titles
  const order = ({ sections }: DocumentMaterial) => digest(sections.map((section) => section.digest))
  return hasMoved && order(before) === order(now) ? [] : ['the order of the sections']
}

function documentMaterial(
  config: Config,
  host: string,
  document: Exclude<DocumentAt, { readonly kind: 'unreadable' }>,
  linked: ReadonlyMap<Part, readonly (string | null)[]>,
): DocumentMaterial {
  const { place } = document
  const standing = standingOf(document)
  if (document.kind === 'deleted')
    return { place, standing, digest: digest(['deleted', place]), sections: [] }
  const { parsed } = document
  const namesPeople = new Set(sectionsNamed(parsed, alignmentRule(config)).flatMap(({ parts }) => parts))
  const partDigest = (part: Part): string =>
    digest([namesPeople.has(part) ? materialOfPeople(part, host) : part.digest, linked.get(part) ?? []])
  const material = materialParts(config, parsed)
  const titles = titled(parsed)
  const sections = [
    ...(material.frontMatter
      ? [{ title: 'the front matter', digest: digest(materialOfFrontMatter(config, parsed)) }]
      : []),
    ...parsed.parts.flatMap((part, index) =>
      material.parts.has(part) ? [{ title: titles[index] ?? '', digest: partDigest(part) }] : [],
    ),
  ]
  return { place, standing, digest: digest([standing, sections.map((section) => section.digest)]), sections }
}

/**
 * What a document is to the base and where, in words: a new RFC and one that replaces another are different decisions,
 * and so are different folders. A new one may change its name, as when it gets its number (F2a).
 */
function standingOf({ path, replaces }: DocumentAt): string {
  if (path === null) return 'it is the description'
  if (replaces === null) return `it is new in ${dirname(path)}, as ${extname(path).toLowerCase() || 'a file'}`
  return replaces === path ? `it replaces ${path}` : `it replaces ${replaces} as ${path}`
}

/** Which parts count: all, or those of the configured sections unless one of them is missing (F2). */
function materialParts(
  config: Config,
  document: ParsedDocument,
): { frontMatter: boolean; parts: ReadonlySet<Part> } {
  const whole = { frontMatter: true, parts: new Set(document.parts) }
  const narrowed = config.freshness.sections
  if (!narrowed) return whole
  const found = narrowed.map((name) => {
    const rule = config.sections.find((candidate) => namesOf(candidate).has(sectionName(name)))
    return sectionsNamed(document, rule ?? { name, aliases: [], required: false })
  })
  if (found.some((sections) => sections.length === 0)) return whole
  return { frontMatter: false, parts: new Set(found.flat().flatMap(({ parts }) => parts)) }
}

/** For each part the title of the section a reader would name: the outermost heading below the document's title. */
function titled(document: ParsedDocument): readonly string[] {
  const levels = document.parts.flatMap(({ heading }) => (heading ? [heading.level] : []))
  // The first heading is the document's title, unless another one stands as high.
  const outermost = Math.min(...levels.slice(1))
  let title = 'the text before the first section'
  return document.parts.map(({ heading }) => {
    if (heading && heading.level <= outermost) title = heading.text
    return title
  })
}

/** Blob ids of the files of this pull request that each part leads to: their content counts with the text (F2). */
function linkedBlobs(
  snapshot: Snapshot,
  config: Config,
  texts: Texts,
  document: DocumentAt,
  commit: string | null,
): ReadonlyMap<Part, readonly (string | null)[]> | null {
  const blobs = new Map<Part, readonly (string | null)[]>()
  if (document.kind !== 'read' || document.path === null || commit === null) return blobs
  const follow = linksAt(snapshot, config, texts, commit)
  for (const part of document.parsed.parts) {
    const paths = follow({ path: document.path, links: part.links })
    if (paths === null) return null
    const read = paths.map((path) => {
      const file = snapshot.files.get(fileKey(commit, path))
      return file?.kind === 'text' || file?.kind === 'unreadable' ? file.blob : null
    })
    blobs.set(part, read)
  }
  return blobs
}
