import type { DocumentTexts } from '../rfc/texts.ts'
import type { ParsedRemark, UnreadableRemark } from './parsed-post.ts'

/** What the parsers made of all texts of a snapshot, by the text itself. */
export interface Texts extends DocumentTexts {
  readonly remark: ReadonlyMap<string, ParsedRemark | UnreadableRemark>
}

/** A remark's parse; a text nobody parsed may hold (C0). */
export function remarkOf(texts: Texts, text: string): ParsedRemark | UnreadableRemark {
  return (
    texts.remark.get(text) ?? {
      kind: 'unreadable',
      why: 'It could not be read',
      mayHold: true,
      mayCommand: true,
    }
  )
}
