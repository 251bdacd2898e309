/** A text as PostgreSQL can hold it: no NUL, no lone surrogate, and cut to `longest` characters. */
export function storableText(text: string, longest = 4_000): string {
  return text.slice(0, longest).replaceAll('\0', '\u{fffd}').toWellFormed()
}
