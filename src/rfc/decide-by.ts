import type { ParsedDocument } from '../documents/parsed-document.ts'
import { loginKey } from '../facts/ids.ts'
import type { Case } from './case.ts'
import { rfcAt } from './documents-at.ts'

/**
 * Returns the earliest day, `YYYY-MM-DD`, by which the front matter asks for a decision. It is shown and has no effect:
 * no day turns silence into a commitment (P4), and other values are ignored (T4).
 */
export function decideByOf(theCase: Case): string | null {
  const days = frontMatters(theCase).flatMap(({ decideBy }) => decideBy ?? [])
  return days.sort()[0] ?? null
}

/**
 * Returns the logins in the front matter's `decider`, each once, as written; they are shown and have no effect (T4).
 */
export function decidersOf(theCase: Case): readonly string[] {
  const logins = frontMatters(theCase).flatMap(({ decider }) =>
    decider?.kind === 'person' ? [decider.login] : [],
  )
  return [...new Map(logins.map((login) => [loginKey(login), login])).values()]
}

function frontMatters(theCase: Case): readonly ParsedDocument['frontMatter'][] {
  const rfc = rfcAt(theCase, theCase.current)
  if (rfc.kind === 'unreadable') return []
  return rfc.documents.flatMap((document) => (document.kind === 'read' ? [document.parsed.frontMatter] : []))
}
