/**
 * A number with a mark behind it ("1.", "2.1)", "IV.", "A)", "§ 3") is a heading's number. One without ("2.1 Rollout")
 * is, when it has several levels and a capital follows: "2.1 million users" is text, and numbers in text count (F2).
 */
const NUMBER =
  /^(?:§\s*\d+(?:\.\d+)*[.):]?\s+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7}|[ivxlc]{1,7}|[A-Za-z])[.)]\)?\s+|\d{1,2}(?:\.\d{1,2})+\s+(?=\p{Lu}))(?=\S)/u

/** The text of a heading without its number (F2: heading numbers do not count). */
export function withoutNumber(heading: string): string {
  return heading.replace(NUMBER, '')
}
