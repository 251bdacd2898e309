import { type Config, DEFAULTS, type SectionRule } from '../config/config.ts'
import type { Heading, ParsedDocument } from '../documents/parsed-document.ts'
import { type Case, oncePerCase } from './case.ts'
import { rfcAt } from './documents-at.ts'
import { namesOf } from './sections.ts'
import type { Version } from './versions.ts'

const OPEN_QUESTIONS: SectionRule = {
  name: 'Open questions',
  aliases: ['Unresolved questions', 'Questions', 'Open issues'],
  required: false,
}

/** What a document may have before it proposes anything (T7). */
const BEFORE_A_PROPOSAL: readonly SectionRule[] = [...DEFAULTS.sections, OPEN_QUESTIONS]

/**
 * Returns the documents of a version that propose nothing yet, by path; null stands for the description (T7). A deleted
 * document proposes its deletion.
 */
export const unproposedAt = oncePerCase((theCase: Case, version: Version): readonly (string | null)[] => {
  const rfc = rfcAt(theCase, version)
  if (rfc.kind === 'unreadable') return []
  const names = namesBeforeAProposal(theCase.config)
  return rfc.documents.flatMap((document) =>
    document.kind === 'read' && proposesNothing(document.parsed, names) ? [document.path] : [],
  )
})

/**
 * Whether nothing has prose but these sections, subsections included. The title is no section around the others: only
 * what stands directly below it is its own.
 */
function proposesNothing({ parts }: ParsedDocument, names: ReadonlySet<string>): boolean {
  const title = titleOf(parts.flatMap(({ heading }) => heading ?? []))
  let level = Number.POSITIVE_INFINITY
  return parts.every(({ heading, hasProse }) => {
    if (heading && heading.level <= level) level = Number.POSITIVE_INFINITY
    const isBefore = heading !== null && (level < heading.level || isNamed(heading, names))
    if (isBefore && heading !== title) level = Math.min(level, heading.level)
    return isBefore || !hasProse
  })
}

/** The first heading, where it is the only one of the first level. */
function titleOf(headings: readonly Heading[]): Heading | null {
  const [first] = headings
  const ofFirstLevel = headings.filter(({ level }) => level === 1)
  return first && ofFirstLevel.length === 1 && ofFirstLevel[0] === first ? first : null
}

/** Whether a heading is one of the names, or joins nothing but these: "Problem and proposal" proposes something. */
function isNamed({ names: [whole = '', ...joined] }: Heading, names: ReadonlySet<string>): boolean {
  return names.has(whole) || (joined.length > 0 && joined.every((name) => names.has(name)))
}

/**
 * Returns the names of the sections in which nothing is proposed. A configuration may add to them, and give a name of them
 * to another section, such as `{ name: Design, aliases: [Plan] }`.
 */
function namesBeforeAProposal({ sections }: Config): ReadonlySet<string> {
  const known = new Set(BEFORE_A_PROPOSAL.flatMap((rule) => [...namesOf(rule)]))
  const isKnown = (rule: SectionRule) => known.has(namesOf(rule).values().next().value ?? '')
  const own = sections.filter(isKnown).flatMap((rule) => [...namesOf(rule)])
  const others = new Set(sections.filter((rule) => !isKnown(rule)).flatMap((rule) => [...namesOf(rule)]))
  return new Set([...known, ...own].filter((name) => !others.has(name)))
}
