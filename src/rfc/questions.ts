import type { SectionRule } from '../config/config.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import type { Problem } from '../facts/problem.ts'
import type { Case } from './case.ts'
import { endOf } from './document-problems.ts'
import { rfcAt } from './documents-at.ts'
import { unproposedAt } from './proposal.ts'
import { bestSections, hasProse, optionsRule, successRule } from './sections.ts'

/**
 * Returns what the author is asked about each current document (T6): what else was considered, if it has no Options; and
 * with `revisit`, how to tell whether it worked, if it has no Success. A document that proposes nothing yet is not asked.
 */
export function questionsOf(theCase: Case): readonly Problem[] {
  const { config, current } = theCase
  const rfc = rfcAt(theCase, current)
  if (config.questions === 'off' || rfc.kind === 'unreadable') return []
  const unproposed = unproposedAt(theCase, current)
  return rfc.documents.flatMap((document) => {
    if (document.kind !== 'read' || unproposed.includes(document.path)) return []
    const { parsed, path, text } = document
    const { revisit } = parsed.frontMatter
    const ask = (what: string, rule: SectionRule): readonly Problem[] => {
      const missing = missingIn(parsed, rule)
      if (missing === null) return []
      const place = missing.line === null ? endOf(path, text) : { path, line: missing.line }
      return [{ source: 'document', message: `${what} ${missing.what}`, place }]
    }
    return [
      ...ask('What else was considered?', optionsRule(config)),
      ...(revisit ? ask(`How will you know on ${revisit.text} whether it worked?`, successRule(config)) : []),
    ]
  })
}

/** What a section lacks; null where it has prose, or where that is a problem already because it is required (T3). */
function missingIn(
  document: ParsedDocument,
  rule: SectionRule,
): { readonly what: string; readonly line: number | null } | null {
  if (rule.required) return null
  const sections = bestSections(document, rule)
  if (sections.some(hasProse)) return null
  const [first] = sections
  return first
    ? { what: `The ${rule.name} section is empty.`, line: first.line }
    : { what: `Add ${/^[aeio]/i.test(rule.name) ? 'an' : 'a'} ${rule.name} section.`, line: null }
}
