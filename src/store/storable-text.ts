/** Returns the text as PostgreSQL can store it: without NULs and lone surrogates, cut to `longest` characters. */
export function storableText(text: string, longest = 4_000): string {
  return text.slice(0, longest).replaceAll('\0', '\u{fffd}').toWellFormed()
}
