import type { Config, SectionRule } from '../config.ts'
import { sectionName } from './section-name.ts'
import type { ParsedDocument, Part } from './parsed.ts'

/** A section: a heading and what stands under it, up to the next heading of its own or a higher level (T1). */
export interface Section {
  readonly heading: NonNullable<Part['heading']>
  readonly line: number
  /** The heading's own part and every part below it. */
  readonly parts: readonly Part[]
}

/** Every section of a document, nested ones too, in order. */
function sectionsOf(document: ParsedDocument): readonly Section[] {
  return document.parts.flatMap((part, start) => {
    const { heading } = part
    if (!heading) return []
    const next = document.parts.findIndex(
      (other, index) => index > start && other.heading !== null && other.heading.level <= heading.level,
    )
    return [{ heading, line: part.line, parts: document.parts.slice(start, next === -1 ? undefined : next) }]
  })
}

/** The sections a rule speaks of; several of the same name are read as one (T1). */
export function sectionsNamed(document: ParsedDocument, rule: SectionRule): readonly Section[] {
  const names = namesOf(rule)
  return sectionsOf(document).filter(({ heading }) => names.has(heading.name))
}

/** A rule's name and aliases, normalised as headings are (T1). */
export function namesOf(rule: SectionRule): ReadonlySet<string> {
  return new Set([rule.name, ...rule.aliases].map(sectionName))
}

/** The rule of the Alignment section: configured under that name, or the usual one, which always names people (S1). */
export function alignmentRule(config: Config): SectionRule {
  return (
    config.sections.find((rule) => sectionName(rule.name) === 'alignment') ?? {
      name: 'Alignment',
      aliases: ['Stakeholders', 'Alignment and buy-in', 'Alignment & buy-in'],
      required: true,
    }
  )
}
