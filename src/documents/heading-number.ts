/** Roman numerals up to XXXIX. */
const ROMAN = '(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})'
const DIGITS = '\\d{1,3}(?:\\.\\d{1,3})*'

const LOOKS_NUMBERED = new RegExp(
  `^(?:§\\s*${DIGITS}[.):]?|\\(?(?:${DIGITS}|${ROMAN}|${ROMAN.toLowerCase()}|[A-Za-z])[.)]\\)?)\\s+(?=\\S)`,
)

/**
 * Returns the text of a heading without what looks like its number ("1.", "2.1)", "IV.", "A)", "§ 3"), for its name
 * (T1).
 */
export function withoutNumber(heading: string): string {
  return heading.replace(LOOKS_NUMBERED, '')
}
