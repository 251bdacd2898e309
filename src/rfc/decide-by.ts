import type { Config } from '../config/config.ts'
import type { Snapshot } from '../facts/snapshot.ts'
import type { DocumentTexts } from './texts.ts'
import { currentVersion, rfcAt } from './versions.ts'

/**
 * The earliest day, `YYYY-MM-DD`, by which the front matter asks for a decision. It is shown and nothing follows from it:
 * no day turns silence into a commitment (P4), and what is not a day is left alone (T4).
 */
export function decideByOf(snapshot: Snapshot, config: Config, texts: DocumentTexts): string | null {
  const rfc = rfcAt(snapshot, config, texts, currentVersion(snapshot))
  if (rfc.kind === 'unreadable') return null
  const days = rfc.documents.flatMap((document) =>
    document.kind === 'read' ? (document.parsed.frontMatter.decideBy ?? []) : [],
  )
  return days.sort()[0] ?? null
}
