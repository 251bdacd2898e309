import { dirname, extname, relative } from 'node:path/posix'
import type { Config } from '../config/config.ts'
import type { ParsedDocument, Part } from '../documents/parsed-document.ts'
import { isNothingBut, sectionName } from '../documents/section-name.ts'
import { digest } from '../facts/external-id.ts'
import type { BlobId, CommitSha } from '../facts/ids.ts'
import { type Case, oncePerCase } from './case.ts'
import { blobAt, type DocumentAt, type RfcAt, rfcAt } from './documents-at.ts'
import { attachedPages, linksAt, MOST_LINKED, MOST_STEPS } from './linked-files.ts'
import { materialOfFrontMatter, materialOfPeople } from './names-in-text.ts'
import { alignmentRule, namesOf, problemRule, sectionsNamed } from './sections.ts'
import type { Version } from './versions.ts'

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
  /** The last day of a trial; what is no trial, or one without a day, never ends (F2). */
  readonly lasts: string
  /** Digests by the section a reader would name, in order of the text. */
  readonly sections: readonly { readonly title: string; readonly digest: string }[]
}

/** Returns the material of an RFC at a version (F2), or why it is unknown. */
export const materialAt = oncePerCase((theCase, version: Version): Material => {
  const { commit } = version
  const rfc = rfcAt(theCase, version)
  if (rfc.kind === 'unreadable') return rfc
  const documents: DocumentMaterial[] = []
  for (const document of rfc.documents) {
    if (document.kind === 'unreadable') {
      return { kind: 'unreadable', why: `${document.place}: ${document.why}` }
    }
    const linked = linkedBlobs(theCase, document, commit)
    if (linked === null) {
      const why = `${document.place} links to more than ${MOST_LINKED} files of this pull request, or through more than ${MOST_STEPS} of them to another. Link to fewer files.`
      return { kind: 'unreadable', why }
    }
    documents.push(
      documentMaterial(theCase, document, {
        linked,
        attached: attachedFiles(theCase, document, commit),
      }),
    )
  }
  return { kind: 'read', documents }
})

/**
 * Returns whether the current text is the same as before, at the same place (F2, F2a). What cannot be read equals
 * nothing, and a trial that ends later is another decision.
 */
export function isSameMaterial(before: Material, now: Material): boolean {
  if (before.kind !== 'read' || now.kind !== 'read' || materialDigest(before) !== materialDigest(now))
    return false
  const trials = ({ documents }: ReadMaterial) =>
    documents.map(({ digest, lasts }) => `${digest} ${lasts}`).sort()
  const then = trials(before)
  return trials(now).every((until, index) => until <= (then[index] ?? ''))
}

/** Returns one digest of a material, to be shown; null when it cannot be read. */
export function materialDigest(material: Material): string | null {
  return material.kind === 'read'
    ? digest(material.documents.map((document) => document.digest).sort())
    : null
}

/**
 * Returns a digest of the Problem section at a version (F3), or of the whole text of a document without one. Null when
 * it cannot be read: then it equals no other.
 */
export function problemDigest(theCase: Case, version: Version): string | null {
  const rfc = rfcAt(theCase, version)
  if (rfc.kind === 'unreadable') return null
  const rule = problemRule(theCase.config)
  const digests = rfc.documents.map((document) => {
    if (document.kind === 'unreadable') return null
    if (document.kind === 'deleted') return 'deleted'
    const sections = sectionsNamed(document.parsed, rule).flatMap(({ parts }) => parts)
    return (sections.length > 0 ? sections : document.parsed.parts).map((part) => part.digest).join()
  })
  return digests.includes(null) ? null : digest(digests.toSorted())
}

/** Returns the names of the sections that differ between two materials, for people (F4). */
export function changedSections(before: ReadMaterial, now: ReadMaterial): readonly string[] {
  const alone = before.documents.length === 1 && now.documents.length === 1
  return now.documents
    .flatMap((document, index) => {
      const old =
        before.documents.find(({ place }) => place === document.place) ??
        (alone ? before.documents[index] : undefined)
      if (!old) return [document.place]
      const moved = old.standing === document.standing ? [] : [`the place (now ${document.standing})`]
      const longer = document.lasts > old.lasts ? ['the end of the trial'] : []
      return old.digest === document.digest
        ? longer
        : [...moved, ...longer, ...differingSections(old, document, moved.length + longer.length > 0)]
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
  { config, host }: Case,
  document: Exclude<DocumentAt, { readonly kind: 'unreadable' }>,
  { linked, attached }: Files,
): DocumentMaterial {
  const { place } = document
  const standing = standingOf(document)
  if (document.kind === 'deleted')
    return { place, standing, digest: digest(['deleted', place]), lasts: FOREVER, sections: [] }
  const { parsed } = document
  const rule = alignmentRule(config)
  const namesPeople = new Set(sectionsNamed(parsed, rule).flatMap(({ parts }) => parts))
  const partDigest = (part: Part): string | null => {
    const blobs = linked.get(part) ?? []
    if (!namesPeople.has(part)) return digest([part.digest, blobs])
    const left = [...headingOfPeople(part, namesOf(rule)), ...materialOfPeople(part, host)]
    return left.length + blobs.length === 0 ? null : digest([left, blobs])
  }
  const material = materialParts(config, parsed)
  const titles = titled(parsed)
  const sections = [
    ...(material.frontMatter
      ? [{ title: FRONT_MATTER, digest: digest(materialOfFrontMatter(config, parsed)) }]
      : []),
    ...parsed.parts.flatMap((part, index) => {
      const own = material.parts.has(part) ? partDigest(part) : null
      return own === null ? [] : [{ title: titles[index] ?? '', digest: own }]
    }),
  ]
  const all =
    attached.length === 0 ? sections : [...sections, { title: 'the attachments', digest: digest(attached) }]
  const { isTrial, revisit } = parsed.frontMatter
  return {
    place,
    standing,
    digest: digest([standing, all.map((section) => section.digest)]),
    lasts: isTrial && revisit ? revisit.text : FOREVER,
    sections: all,
  }
}

const FRONT_MATTER = 'the front matter'
const FOREVER = '9999-12-31'

/**
 * A heading in a section that names people is material, unless it is nothing but that section's name or an entry (F2).
 */
function headingOfPeople({ heading }: Part, names: ReadonlySet<string>): readonly string[] {
  if (!heading || heading.isEntry || (heading.isPlain && isNothingBut(heading.text, names))) return []
  return [heading.digest]
}

/**
 * The place of a document relative to the base, in words: a new RFC and one that replaces another are different
 * decisions, and so are different folders. The name of a new one may change, as when it gets its number (F2a).
 */
function standingOf({ path, replaces }: DocumentAt): string {
  if (path === null) return 'it is the description'
  if (replaces === null) return `it is new in ${dirname(path)}, as ${extname(path).toLowerCase() || 'a file'}`
  return replaces === path ? `it replaces ${path}` : `it replaces ${replaces} as ${path}`
}

/** What is material of a document besides its text: linked files, by part, and attachments. */
interface Files {
  readonly linked: ReadonlyMap<Part, readonly (BlobId | null)[]>
  readonly attached: readonly (readonly [name: string, blob: BlobId | CommitSha | null])[]
}

/**
 * The attachments of a document, and the files those link to in turn, by path relative to the document and content (D4,
 * F2). One that links too far counts as changed at every commit.
 */
function attachedFiles(theCase: Case, document: DocumentAt, commit: CommitSha | null): Files['attached'] {
  if (document.kind !== 'read' || document.path === null || commit === null) return []
  const beside = dirname(document.path)
  const follow = linksAt(theCase, commit)
  const linked = attachedPages(theCase, document, commit).flatMap((page): Files['attached'] => {
    const paths = follow(page)
    return paths === null
      ? [[`${page.path} links too far`, commit]]
      : paths.map((path) => [path, blobAt(theCase.snapshot, commit, path)])
  })
  const own = document.attachments.map(({ path, blob }) => [path, blob] as const)
  return [...own, ...linked].map(([path, blob]) => [relative(beside, path), blob] as const)
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
  // The first heading is the document's title, unless another one has the same level.
  const outermost = Math.min(...levels.slice(1))
  let title = 'the text before the first section'
  return document.parts.map(({ heading }) => {
    if (heading && heading.level <= outermost) title = heading.text
    return title
  })
}

/** Blob ids of the files of this pull request that each part leads to: their content counts with the text (F2). */
function linkedBlobs(
  theCase: Case,
  document: DocumentAt,
  commit: CommitSha | null,
): ReadonlyMap<Part, readonly (BlobId | null)[]> | null {
  const blobs = new Map<Part, readonly (BlobId | null)[]>()
  if (document.kind !== 'read' || document.path === null || commit === null) return blobs
  const follow = linksAt(theCase, commit)
  for (const part of document.parsed.parts) {
    const paths = follow({ path: document.path, links: part.links })
    if (paths === null) return null
    blobs.set(
      part,
      paths.map((path) => blobAt(theCase.snapshot, commit, path)),
    )
  }
  return blobs
}

/** Returns the Markdown of sections by title, to compare words (F4). */
export function sourceOf(rfc: RfcAt, titles: readonly string[]): string {
  const documents = rfc.kind === 'read' ? rfc.documents : []
  return documents.flatMap((document) => sourceIn(document, titles)).join('\n')
}

function sourceIn(document: DocumentAt, titles: readonly string[]): readonly string[] {
  if (document.kind !== 'read') return []
  const { parsed, text, place } = document
  const lines = text.split(/\r\n|\r|\n/)
  const hasFrontMatter = /^\uFEFF?---\s*$/.test(lines[0] ?? '')
  const end = hasFrontMatter ? lines.findIndex((line, index) => index > 0 && /^---\s*$/.test(line)) : -1
  const names = titled(parsed)
  const body = parsed.parts.flatMap(({ line }, index) => {
    if (!titles.includes(place) && !titles.includes(names[index] ?? '')) return []
    return lines.slice(index === 0 ? end + 1 : line - 1, (parsed.parts[index + 1]?.line ?? Infinity) - 1)
  })
  return titles.includes(FRONT_MATTER) ? [...lines.slice(1, Math.max(end, 0)), ...body] : body
}
