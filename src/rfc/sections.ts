import { type Config, DEFAULTS, type SectionRule } from '../config/config.ts'
import { sectionName } from '../documents/section-name.ts'
import type { ParsedDocument, Part } from '../documents/parsed-document.ts'

/** A section: a heading and the text up to the next heading of its own or a higher level (T1). */
export interface Section {
  readonly heading: NonNullable<Part['heading']>
  readonly line: number
  /** The heading's own part and every part below it. */
  readonly parts: readonly Part[]
}

/** Documents and rules never change, and outlive an evaluation: what is read from them is kept with them. */
const SECTIONS = new WeakMap<ParsedDocument, readonly Section[]>()
const NAMES = new WeakMap<SectionRule, ReadonlySet<string>>()

/** Every section of a document, nested ones too, in order. */
function sectionsOf(document: ParsedDocument): readonly Section[] {
  const known = SECTIONS.get(document) ?? findSections(document)
  SECTIONS.set(document, known)
  return known
}

function findSections(document: ParsedDocument): readonly Section[] {
  return document.parts.flatMap((part, start) => {
    const { heading } = part
    if (!heading) return []
    const next = document.parts.findIndex(
      (other, index) => index > start && other.heading !== null && other.heading.level <= heading.level,
    )
    return [{ heading, line: part.line, parts: document.parts.slice(start, next === -1 ? undefined : next) }]
  })
}

/** Returns the sections that a rule names: by their whole name, or by one of the names joined in it (T1, T2). */
export function sectionsNamed(document: ParsedDocument, rule: SectionRule): readonly Section[] {
  const names = namesOf(rule)
  return sectionsOf(document).filter(({ heading }) => heading.names.some((name) => names.has(name)))
}

/**
 * Returns the sections by which a required one is judged: those with its exact name, which are read as one, else all
 * that an alias names. Problems are reported at the first of them (T2).
 */
export function bestSections(document: ParsedDocument, rule: SectionRule): readonly Section[] {
  const sections = sectionsNamed(document, rule)
  // The name itself comes first.
  const [own] = namesOf(rule)
  const exact = sections.filter(({ heading }) => heading.names[0] === own)
  return exact.length > 0 ? exact : sections
}

/** Returns a rule's name and aliases, normalised as headings are (T1). */
export function namesOf(rule: SectionRule): ReadonlySet<string> {
  const known = NAMES.get(rule) ?? new Set([rule.name, ...rule.aliases].map(sectionName))
  NAMES.set(rule, known)
  return known
}

/** Returns whether prose is left in a section after comments, placeholders and task boxes are taken away (T3). */
export function hasProse({ parts }: Pick<Section, 'parts'>): boolean {
  return parts.some((part) => part.hasProse)
}

/** Returns the rule of the Alignment section: the configured one, or the default, which always names people (S1). */
export function alignmentRule(config: Config): SectionRule {
  return ruleNamed(config, 'alignment')
}

/** Returns the rule of the Problem section, by which alignment on the problem is judged (F3). */
export function problemRule(config: Config): SectionRule {
  return ruleNamed(config, 'problem')
}

/** Returns the rule of the Options section: the configured one, or the default (T6). */
export function optionsRule(config: Config): SectionRule {
  return ruleNamed(config, 'options')
}

/** Returns the rule of the Success section: the configured one, or the default (T6). */
export function successRule(config: Config): SectionRule {
  return ruleNamed(config, 'success')
}

function ruleNamed(config: Config, name: 'problem' | 'alignment' | 'options' | 'success'): SectionRule {
  const isIt = (rule: SectionRule) => namesOf(rule).values().next().value === name
  const rule = config.sections.find(isIt) ?? DEFAULTS.sections.find(isIt)
  if (!rule) throw new Error(`the default configuration has no section ${name}`)
  return rule
}
