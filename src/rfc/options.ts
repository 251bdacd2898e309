import type { Case } from './case.ts'
import { rfcAt } from './documents-at.ts'
import { bestSections, hasProse, optionsRule, type Section } from './sections.ts'

/** Returns how many options the current documents list (P3); 0 where they have no such section, or no list in it. */
export function optionsIn(theCase: Case): number {
  const rfc = rfcAt(theCase, theCase.current)
  if (rfc.kind === 'unreadable') return 0
  return rfc.documents
    .flatMap((document) =>
      document.kind === 'read' ? outermost(bestSections(document.parsed, optionsRule(theCase.config))) : [],
    )
    .reduce((sum, section) => sum + optionsOf(section), 0)
}

function outermost(sections: readonly Section[]): readonly Section[] {
  return sections.filter(
    ({ heading }) => !sections.some(({ parts }) => parts.slice(1).some((part) => part.heading === heading)),
  )
}

/** The subsections with prose; where a section has none, the items of its list or table. */
function optionsOf({ heading, parts: [own, ...below] }: Section): number {
  const level = Math.min(...below.map((part) => part.heading?.level ?? heading.level))
  const starts = below.flatMap((part, index) => (part.heading?.level === level ? [index] : []))
  const options = starts.filter((start, place) => hasProse({ parts: below.slice(start, starts[place + 1]) }))
  return options.length > 0 ? options.length : (own?.items ?? 0)
}
