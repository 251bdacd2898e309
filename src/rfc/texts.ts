import type { ParsedConfig } from '../config/config.ts'
import type { ParsedDocument, Unreadable } from '../documents/parsed-document.ts'

/** What the parsers made of documents and configurations of a snapshot, by the text itself. */
export interface DocumentTexts {
  readonly document: ReadonlyMap<string, ParsedDocument | Unreadable>
  readonly config: ReadonlyMap<string, ParsedConfig | Unreadable>
}

/** A text to be parsed, and as what. */
export interface TextToParse {
  readonly as: 'document' | 'config' | 'post'
  readonly text: string
}

/** Returns a document's parse; a text that was not parsed is unreadable, so that an omission fails closed. */
export function documentOf(texts: DocumentTexts, text: string): ParsedDocument | Unreadable {
  return texts.document.get(text) ?? { kind: 'unreadable', why: 'It could not be read' }
}
