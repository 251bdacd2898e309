import { dirname, join } from 'node:path/posix'
import type { Config } from './config.ts'
import type { ParsedDocument, Part } from './document/parsed.ts'
import { alignmentRule, namesOf, problemRule, sectionsNamed } from './document/sections.ts'
import { sectionName } from './document/section-name.ts'
import { digest } from './external-id.ts'
import { hostOf } from './markdown/profile-link.ts'
import { materialOfFrontMatter, materialOfPeople } from './naming.ts'
import { fileKey, type Snapshot } from './snapshot.ts'
import { changesOf, type DocumentAt, type RfcAt } from './versions.ts'

/** The material text of an RFC at a version (F2): equal digests mean that nothing of weight changed. */
export type Material = ReadMaterial | { readonly kind: 'unreadable'; readonly why: string }

interface ReadMaterial {
  readonly kind: 'read'
  readonly documents: readonly DocumentMaterial[]
}

interface DocumentMaterial {
  readonly place: string
  readonly digest: string
  /** Digests by the section a reader would name, in order of the text. */
  readonly sections: readonly { readonly title: string; readonly digest: string }[]
}

/** What is material in an RFC at a commit (F2), or why that cannot be known. */
export function materialOf(snapshot: Snapshot, config: Config, rfc: RfcAt, commit: string | null): Material {
  if (rfc.kind === 'unreadable') return rfc
  const unread = rfc.documents.find((document) => document.kind === 'unreadable')
  if (unread?.kind === 'unreadable') return { kind: 'unreadable', why: `${unread.place}: ${unread.why}` }
  return {
    kind: 'read',
    documents: rfc.documents.map((document) => documentMaterial(snapshot, config, document, commit)),
  }
}

/** Whether two materials are the same text; what cannot be read is the same as nothing (F2: the path does not count). */
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
      return old.digest === document.digest ? [] : differingSections(old, document)
    })
    .concat(
      alone
        ? []
        : before.documents
            .filter(({ place }) => !now.documents.some((document) => document.place === place))
            .map(({ place }) => place),
    )
}

function differingSections(before: DocumentMaterial, now: DocumentMaterial): readonly string[] {
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
  return titles.length > 0 ? titles : ['the order of the sections']
}

function documentMaterial(
  snapshot: Snapshot,
  config: Config,
  document: DocumentAt,
  commit: string | null,
): DocumentMaterial {
  if (document.kind !== 'read') {
    return { place: document.place, digest: digest(['deleted', document.place]), sections: [] }
  }
  const { parsed, path, place } = document
  const host = hostOf(snapshot.repository.url)
  const namesPeople = new Set(sectionsNamed(parsed, alignmentRule(config)).flatMap(({ parts }) => parts))
  const partDigest = (part: Part): string =>
    digest([
      namesPeople.has(part) ? materialOfPeople(part, host) : part.digest,
      commit === null || path === null ? [] : linkedBlobs(snapshot, commit, path, part.links),
    ])
  const parts = parsed.parts.map((part) => ({ part, digest: partDigest(part) }))
  const material = materialParts(config, parsed)
  const sections = [
    ...(material.frontMatter
      ? [{ title: 'the front matter', digest: digest(materialOfFrontMatter(config, parsed)) }]
      : []),
    ...titled(parsed).flatMap((title, index) => {
      const { part, digest } = parts[index] as (typeof parts)[number]
      return material.parts.has(part) ? [{ title, digest }] : []
    }),
  ]
  return { place, digest: digest(sections.map((section) => section.digest)), sections }
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

/** Blob ids of files of this pull request that a part links to relatively: their content counts with the text (F2). */
function linkedBlobs(
  snapshot: Snapshot,
  commit: string,
  path: string,
  links: readonly string[],
): readonly (string | null)[] {
  return linkedPaths(snapshot, commit, path, links).map((linked) => {
    const file = snapshot.files.get(fileKey(commit, linked))
    return file?.kind === 'text' || file?.kind === 'unreadable' ? file.blob : null
  })
}

/** The changed files at a commit that a document's relative links lead to. */
export function linkedPaths(
  snapshot: Snapshot,
  commit: string,
  path: string,
  links: readonly string[],
): readonly string[] {
  const changes = changesOf(snapshot, commit)
  if (changes.kind === 'unreadable') return []
  const changed = new Set(changes.files.map((file) => file.path))
  return links
    .map((link) => join(link.startsWith('/') ? '' : dirname(path), link).replace(/^\//, ''))
    .filter((target) => changed.has(target))
}
