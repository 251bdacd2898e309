/** What joins several names in one heading (T1). */
const JOINS = /\s+and\s+|[&/,]/i
/** Where the name of a section ends: at a colon, a question mark or a dash between words. */
const END = /[:?–—―]|\s-|-\s|--/
/** What pictures are made of besides themselves: selectors, keycaps, GitHub's `:rocket:`. */
const PICTURES = /[\uFE0E\uFE0F]|[0-9#*]\uFE0F?\u20E3|(?<![\p{L}\p{N}]):[a-z0-9_+-]+:/giu

/** Roman numerals up to XXXIX. */
const ROMAN = '(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})'
const DIGITS = '\\d{1,3}(?:\\.\\d{1,3})*'

const LOOKS_NUMBERED = new RegExp(
  `^(?:§\\s*${DIGITS}[.):]?|\\(?(?:${DIGITS}|${ROMAN}|${ROMAN.toLowerCase()}|[A-Za-z])[.)]\\)?)\\s+(?=\\S)`,
)

/**
 * Returns the name of a section for comparison (T1): its words, without case, numbering, punctuation, emoji, a leading
 * "the", text in brackets, and everything from a colon, dash or question mark on. "## 1. The Problem (why?) 🔥" is
 * `problem`.
 */
export function sectionName(heading: string): string {
  return words(bare(heading))
}

/** Returns every name of a heading: its own, then those it joins by "and", "&", "/" or a comma (T1). */
export function sectionNames(heading: string): readonly string[] {
  const text = bare(heading)
  const names = [text, ...text.split(JOINS)].map(words).filter((name) => name !== '')
  return [...new Set(names)]
}

/** Returns whether a heading has nothing but some of these names: only its number is cut off (F2). */
export function isNothingBut(heading: string, names: ReadonlySet<string>): boolean {
  const text = unnumbered(heading)
  return [[text], text.split(JOINS)].some((pieces) => pieces.every((piece) => names.has(words(piece))))
}

function unnumbered(heading: string): string {
  const text = heading.replace(PICTURES, ' ').normalize('NFKC').trim()
  return withoutNumber(text).replace(/^\d+(?:\.\d+)*(?:\s+|\s*[:–—-]\s*)(?=\p{L})/u, '')
}

/** The text of a heading without what looks like its number: "1.", "2.1)", "IV.", "A)", "§ 3" (T1). */
function withoutNumber(heading: string): string {
  return heading.replace(LOOKS_NUMBERED, '')
}

/** A heading without its number and whatever is cut off. */
function bare(heading: string): string {
  const name = unnumbered(heading).replace(/\([^()]*\)|\{[^{}]*\}/g, ' ')
  const start = name.search(/[\p{L}\p{N}]/u)
  const end = name.slice(Math.max(start, 0)).search(END)
  return end === -1 ? name : name.slice(0, Math.max(start, 0) + end)
}

function words(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
    .replace(/^the (?=.)/, '')
}
