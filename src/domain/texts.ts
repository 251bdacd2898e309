import type { ParsedConfig } from './config.ts'
import type { ParsedDocument, Unreadable } from './document/parsed.ts'
import type { ParsedRemark, UnreadableRemark } from './statements/parsed.ts'

/** What the parsers made of the texts of a snapshot, by the text itself. */
export interface Texts {
  readonly document: ReadonlyMap<string, ParsedDocument | Unreadable>
  readonly remark: ReadonlyMap<string, ParsedRemark | UnreadableRemark>
  readonly config: ReadonlyMap<string, ParsedConfig | Unreadable>
}

/** A text to be parsed, and as what. */
export interface TextToParse {
  readonly as: keyof Texts
  readonly text: string
}

/** A document's parse; a text nobody parsed is unreadable, so that a slip fails closed. */
export function documentOf(texts: Texts, text: string): ParsedDocument | Unreadable {
  return texts.document.get(text) ?? { kind: 'unreadable', why: 'It could not be read' }
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
