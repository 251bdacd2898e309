import { htmlTargets } from './markdown/html-targets.ts'
import { plainPieces } from './markdown/html-comments.ts'
import { lineFinder } from './markdown/lines.ts'
import { type MentionAt, mentionsIn, NOTHING } from './markdown/mention.ts'
import { profileIn } from './markdown/profile-link.ts'
import { insideOf } from './html-inside.ts'
import { NO_TEXT } from './spelled.ts'

/** A mention that is visible in raw HTML; `host`: that of its link. */
export interface SeenMention extends MentionAt {
  readonly linesBelow: number
  readonly host: string | null
  /** Offset of its `@` in the HTML; null where an entity or a link writes it. */
  readonly sign: number | null
}

/** A list item or table row of raw HTML, or the text outside of those. */
export interface SeenPiece {
  readonly text: string
  readonly linesBelow: number
  readonly mentions: readonly SeenMention[]
  /** It is an item or row with words that names no one (S1). */
  readonly isNameless: boolean
}

/**
 * Reads raw HTML as people see it (S1): not tags and comments, unless it is uncertain what those are; a link to a
 * profile reads as the mention of that account.
 */
export function seenHtml(html: string): readonly SeenPiece[] {
  const hosts = new Map<number, string>()
  /** Offsets of texts between tags in the HTML. */
  const texts: { at: number; from: number }[] = []
  let from = 0
  const starts: { at: number; isItem: boolean }[] = [{ at: 0, isItem: false }]
  let text = ''
  // Indexes in the text follow the source line by line only, so an inserted mention moves nothing that matters.
  const pieces = plainPieces(html)
  const hidden = pieces ? insideOf(pieces) : new Set<number>()
  for (const [index, piece] of (pieces ?? [html]).entries()) {
    texts.push({ at: text.length, from })
    from += piece.length
    if (pieces === null || !piece.startsWith('<')) {
      text += hidden.has(index)
        ? piece.replace(/[^\r\n]/g, NO_TEXT)
        : piece.replace(/&(?:#0*64|#x0*40|commat);/gi, '@')
      continue
    }
    if (/^<(?:li|tr)(?![a-z0-9-])/i.test(piece)) starts.push({ at: text.length, isItem: true })
    const open = starts.at(-1)
    // Headers of columns name no one.
    if (open && /^<th(?![a-z0-9-])/i.test(piece)) open.isItem = false
    const profile = /^<a\s/i.test(piece) ? htmlTargets(piece).map(profileIn).find(Boolean) : null
    const lines = piece.replace(/[^\r\n]/g, '')
    if (profile) {
      text += NOTHING
      hosts.set(text.length, profile.host)
      text += `${profile.mention}${NOTHING}${lines}`
    } else text += `${/^<(?:a\s|img|code|pre)/i.test(piece) ? NO_TEXT : NOTHING}${lines}`
  }
  const find = lineFinder(text)
  const below = (index: number): number => find(index).line - 1
  const mentions = mentionsIn(text)
    // The `@` in an address such as https://example.org/@ada mentions no one.
    .filter(({ start }) => text[start - 1] !== '/')
    .map((found) => {
      const within = texts.findLast(({ at }) => at <= found.start)
      const sign = (within?.from ?? 0) + found.start - (within?.at ?? 0)
      return {
        ...found,
        linesBelow: below(found.start),
        host: hosts.get(found.start) ?? null,
        sign: html[sign] === text[found.start] && !hosts.has(found.start) ? sign : null,
      }
    })
  return starts.map(({ at, isItem }, index) => {
    const end = starts[index + 1]?.at ?? text.length
    const words = text.slice(at, end)
    const within = mentions.filter(({ start }) => start >= at && start < end)
    return {
      text: words,
      linesBelow: below(at),
      mentions: within.map((found) => ({ ...found, start: found.start - at, end: found.end - at })),
      isNameless: isItem && within.length === 0 && /[\p{L}\p{N}]/u.test(words),
    }
  })
}
