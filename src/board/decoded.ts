/** A part of an address as text; null where its escapes are broken, or it holds what no text holds. */
export function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part)
    return NO_TEXT.test(text) ? null : text
  } catch {
    return null
  }
}

// PostgreSQL rejects NUL; the others are invisible. White space may come with pasted text.
const NO_TEXT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u
