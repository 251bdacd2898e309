const MARK = '\uFEFF'

/** Returns the text without its byte order mark, and how many columns that took from the first line. */
export function withoutByteOrderMark(text: string): { text: string; taken: 0 | 1 } {
  return text.startsWith(MARK) ? { text: text.slice(1), taken: 1 } : { text, taken: 0 }
}
