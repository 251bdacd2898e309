import type { Config } from '../config/config.ts'
import type { ParsedDocument } from '../documents/parsed-document.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'
import { currentVersion, rfcAt } from './versions.ts'

/**
 * The earliest day, `YYYY-MM-DD`, by which the front matter asks for a decision. It is shown and nothing follows from it:
 * no day turns silence into a commitment (P4), and what is not a day is left alone (T4).
 */
export function decideByOf(snapshot: Snapshot, config: Config, texts: DocumentTexts): string | null {
  const days = frontMatters(snapshot, config, texts).flatMap(({ decideBy }) => decideBy ?? [])
  return days.sort()[0] ?? null
}

/** The logins that the front matter names as `decider`, each once, as they are written; they get no right over anybody (T4). */
export function decidersOf(snapshot: Snapshot, config: Config, texts: DocumentTexts): readonly string[] {
  const logins = frontMatters(snapshot, config, texts).flatMap(({ decider }) =>
    decider?.kind === 'person' ? [decider.login] : [],
  )
  return [...new Map(logins.map((login) => [login.toLowerCase(), login])).values()]
}

function frontMatters(
  snapshot: Snapshot,
  config: Config,
  texts: DocumentTexts,
): readonly ParsedDocument['frontMatter'][] {
  const rfc = rfcAt(snapshot, config, texts, currentVersion(snapshot))
  if (rfc.kind === 'unreadable') return []
  return rfc.documents.flatMap((document) => (document.kind === 'read' ? [document.parsed.frontMatter] : []))
}
