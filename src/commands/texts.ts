import type { DocumentTexts } from '../rfc/texts.ts'
import type { ParsedPost, UnreadablePost } from './model/parsed-post.ts'

/** What the parsers made of all texts of a snapshot, by the text itself. */
export interface Texts extends DocumentTexts {
  readonly post: ReadonlyMap<string, ParsedPost | UnreadablePost>
}

/** A remark's parse; a text nobody parsed may hold (C0). */
export function postOf(texts: Texts, text: string): ParsedPost | UnreadablePost {
  return (
    texts.post.get(text) ?? {
      kind: 'unreadable',
      why: 'It could not be read',
      mayBlock: true,
      mayCommand: true,
    }
  )
}
