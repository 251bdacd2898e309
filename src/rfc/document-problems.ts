import type { SectionRule } from '../config/config.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import type { Place, Problem } from '../facts/problem.ts'
import type { Case } from './case.ts'
import { type DocumentAt, rfcAt } from './documents-at.ts'
import { keyProblems } from './front-matter-keys.ts'
import { alignmentRule, bestSections, type Section, sectionsNamed } from './sections.ts'
import { namesInFrontMatter, stakeholdersInText } from './text-names.ts'
import { documentOf } from './texts.ts'

/** What is wrong with the documents as they stand, each at its line (T2, T3, T5, D4). */
export function documentProblems(theCase: Case): readonly Problem[] {
  const { snapshot, texts, current } = theCase
  const rfc = rfcAt(theCase, current)
  if (rfc.kind === 'unreadable') return [{ source: 'document', message: rfc.why, place: null }]
  const description = documentOf(texts, snapshot.pullRequest.description.text)
  return rfc.documents.flatMap((document) =>
    problemsOf(theCase, document, description, snapshot.at.slice(0, 10)),
  )
}

function problemsOf(
  theCase: Case,
  document: DocumentAt,
  description: ReturnType<typeof documentOf>,
  today: string,
): readonly Problem[] {
  if (document.kind === 'deleted') return []
  const { path } = document
  const { config } = theCase
  if (document.kind === 'unreadable') {
    return [
      {
        source: 'document',
        message: document.why,
        place: { path, line: 1 },
      },
    ]
  }
  const { parsed, text } = document
  const read = [...parsed.problems, ...keyProblems(config, parsed, today)].map(
    ({ message, line, column }): Problem => ({
      source: 'document',
      message,
      place: { path, line, ...(column !== undefined && { column }) },
    }),
  )
  const end: Place = { path, line: text.replace(/\s+$/, '').split(/\r\n|\r|\n/).length }
  const sections = config.sections
    .filter((rule) => rule.required && !isSpokenFor(theCase, rule, parsed, description))
    .flatMap((rule) => sectionProblem(theCase, rule, parsed, path, end) ?? [])
  return [...read, ...sections]
}

/** Alignment is not required where front matter or the description's Alignment section names somebody (T2). */
function isSpokenFor(
  theCase: Case,
  rule: SectionRule,
  document: ParsedDocument,
  description: ReturnType<typeof documentOf>,
): boolean {
  if (rule !== alignmentRule(theCase.config)) return false
  if (namesInFrontMatter(theCase.config, document).length > 0) return true
  if (sectionsNamed(document, rule).length > 0 || description.kind === 'unreadable') return false
  return stakeholdersInText(theCase, description, null).names.length > 0
}

function sectionProblem(
  theCase: Case,
  rule: SectionRule,
  document: ParsedDocument,
  path: string | null,
  end: Place,
): Problem | null {
  const isAlignment = rule === alignmentRule(theCase.config)
  const names = isAlignment ? stakeholdersInText(theCase, document, path) : null
  const sections = bestSections(document, rule)
  const [first] = sections
  const problem = (what: string, place: Place): Problem => ({
    source: 'document',
    message: `The ${rule.name} section ${what}. ${adviceFor(rule)}`,
    place,
  })
  if (!first) return problem('is missing', end)
  // Every section that names people is heard, whichever is the best match (T2).
  if (names && names.names.length + names.nameless.length > 0) return null
  const judged = isAlignment ? sectionsNamed(document, rule) : sections
  if (!judged.some(hasProse)) return problem('holds only a placeholder', { path, line: first.line })
  return names ? problem('names nobody', { path, line: first.line }) : null
}

function hasProse(section: Section): boolean {
  return section.parts.some((part) => part.hasProse)
}

function adviceFor(rule: SectionRule): string {
  switch (rule.name.toLowerCase()) {
    case 'problem':
      return 'Say who is affected, how often, and what it costs.'
    case 'alignment':
      return 'Name everybody whose commitment this needs, one a line: `- @login`.'
    default:
      return 'Write it, or ask a maintainer to change `sections` in the configuration.'
  }
}
