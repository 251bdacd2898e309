import { distance } from 'fastest-levenshtein'
import type { Config, SectionRule } from '../config/config.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import type { Place, Problem, TextProblem } from '../facts/problem.ts'
import { quoted } from '../facts/quoted.ts'
import type { Case } from './case.ts'
import { type DocumentAt, rfcAt } from './documents-at.ts'
import { namesInFrontMatter, peopleKeys, stakeholdersInText } from './names-in-text.ts'
import { alignmentRule, bestSections, hasProse, sectionsNamed } from './sections.ts'
import { documentOf } from './texts.ts'

/** Returns the problems of the current documents, each at its line (T2, T3, T5, D4). */
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
  const end = endOf(path, text)
  const sections = config.sections
    .filter((rule) => rule.required && !isSpokenFor(theCase, rule, parsed, description))
    .flatMap((rule) => sectionProblem(theCase, rule, parsed, path, end) ?? [])
  return [...read, ...sections]
}

/** Returns the place of a document's last line with text, where what is missing is reported (T2). */
export function endOf(path: string | null, text: string): Place {
  return { path, line: text.replace(/\s+$/, '').split(/\r\n|\r|\n/).length }
}

/** The keys that are read besides those that name people (T4). */
const KNOWN = ['title', 'decide-by', 'decider', 'revisit', 'trial']

/**
 * What is wrong with front matter by the configuration and the day (T4): lists of people that cannot be read, keys one
 * letter away from a known one, and a day to look back that is not to come.
 */
function keyProblems(config: Config, document: ParsedDocument, today: string): readonly TextProblem[] {
  const { keys, revisit } = document.frontMatter
  const known = [...config.stakeholders.keys.map((key) => key.toLowerCase()), ...KNOWN]
  const misspelt = keys.flatMap(({ key, line, column }): readonly TextProblem[] => {
    const near = known.includes(key) ? undefined : known.find((candidate) => distance(key, candidate) === 1)
    if (near === undefined) return []
    return [{ message: `Unknown key ${quoted(key, 60)}. Did you mean \`${near}\`?`, line, column }]
  })
  const past =
    revisit !== null && revisit.text <= today
      ? [
          {
            message: `\`revisit\` is ${revisit.text}, which isn't in the future. Use a later date.`,
            line: revisit.line,
            column: revisit.column,
          },
        ]
      : []
  return [...peopleKeys(config, document).flatMap(({ people }) => people.problems), ...misspelt, ...past]
}

/** Alignment is not required where front matter or the description's Alignment section names someone (T2). */
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

function adviceFor(rule: SectionRule): string {
  switch (rule.name.toLowerCase()) {
    case 'problem':
      return 'Describe who is affected, how often, and what it costs.'
    case 'alignment':
      return 'Name each person or team whose commitment you need on a line of its own: `- @login`.'
    default:
      return 'Write this section, or ask a maintainer to change `sections` in the configuration.'
  }
}
