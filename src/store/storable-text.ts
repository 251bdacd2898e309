/**
 * Returns the text in a form that both databases store and give back unchanged: without NULs and lone surrogates, cut to
 * `longest` characters. PostgreSQL refuses both; SQLite replaces the surrogates, and its functions end a text at a NUL.
 */
export function storableText(text: string, longest = 4_000): string {
  return text.slice(0, longest).replaceAll('\0', '\u{fffd}').toWellFormed()
}
